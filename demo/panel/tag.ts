/** Writes what a site pastes into its page to have the widget as it is set in the panel or on the playground. Pure. */

export interface TagSettings {
  /** Where the proxy is: `https://chat.example.com`. */
  readonly origin: string;
  /** Of the element, by name, in the order in which they are written. An empty value is a switch that is on. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Custom properties, by their whole names. */
  readonly properties?: Readonly<Record<string, string>>;
  readonly suggestions?: readonly string[];
  /** One of the ready themes. */
  readonly theme?: string | undefined;
}

/** The script tag carries the settings where it can: of an element in the page, or of suggestions, it cannot know. */
export function tagFor({ origin, attributes, properties = {}, suggestions = [], theme }: TagSettings): string {
  const entries = Object.entries(attributes);
  const script = `<script src="${origin}/letta-chat.js" async`;
  const placed = (attributes['mode'] ?? 'floating') !== 'floating' || suggestions.length > 0;
  const lines = placed
    ? [`${script}></script>`, `<letta-chat${entries.map((one) => ` ${written(one)}`).join('')}></letta-chat>`]
    : [`${script}${entries.map((one) => `\n  data-${written(one)}`).join('')}></script>`];
  if (suggestions.length > 0) lines.push(suggesting(suggestions));
  if (theme) lines.unshift(`<link rel="stylesheet" href="${origin}/themes/${theme}.css">`);
  const style = Object.entries(properties).map(([name, value]) => ` ${name}: ${value};`);
  if (style.length === 1) lines.push(`<style>letta-chat {${style[0]?.replace(/;$/, '')} }</style>`);
  else if (style.length > 1) lines.push(`<style>\n  letta-chat {\n   ${style.join('\n   ')}\n  }\n</style>`);
  return lines.join('\n');
}

const written = ([name, value]: readonly [string, string]): string =>
  value === '' ? name : `${name}="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`;

/** Properties that are set before the element is defined are there when it is. */
function suggesting(suggestions: readonly string[]): string {
  const list = suggestions.map((one) => `\n    ${JSON.stringify(one).replaceAll('<', '\\u003c')},`).join('');
  return `<script>\n  document.querySelector('letta-chat').suggestions = [${list}\n  ];\n</script>`;
}
