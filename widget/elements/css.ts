/** Marks text as styles, for editors and for the build, which minifies them. Plain text, because the loader has no Lit. */
export const css = String.raw;

/** A style sheet that a Content-Security-Policy without `style-src` lets pass. */
export function sheet(css: string): CSSStyleSheet {
  const made = new CSSStyleSheet();
  made.replaceSync(css);
  return made;
}
