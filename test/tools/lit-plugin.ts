/**
 * For the script tag's build: Lit without what this widget never uses, so that browsers do not fetch it (0.9 kB brotli). Each cut
 * is a piece of Lit's minified files; one that is not there fails the build: another version of Lit needs another look.
 * The npm library leaves Lit as it is.
 */
import { basename } from 'node:path';
import type { Plugin } from 'vite';

type Cut = readonly [what: string, instead?: string];

const cuts: Readonly<Record<string, readonly Cut[]>> = {
  'reactive-element.js': [
    // Decorators.
    ['Symbol.metadata??=Symbol("metadata"),a.litPropertyMetadata??=new WeakMap;'],
    [
      'const t=this[Symbol.metadata];if(null!==t){const s=litPropertyMetadata.get(t);if(void 0!==s)for(const[t,i]of s)this.elementProperties.set(t,i)}',
    ],
    ['static addInitializer(t){this._$Ei(),(this.l??=[]).push(t)}'],
    ['void 0!==t.l&&(this.l=[...t.l]),'],
    [',this.constructor.l?.forEach(t=>t(this))'],
    // Attributes that hold numbers and JSON, and converters of one's own.
    ['case Object:case Array:t=null==t?t:JSON.stringify(t)'],
    ['case Number:i=null===t?null:Number(t);break;case Object:case Array:try{i=JSON.parse(t)}catch(t){i=null}'],
    ['(void 0!==i.converter?.toAttribute?i.converter:u)', 'u'],
    [
      '"function"==typeof t.converter?{fromAttribute:t.converter}:void 0!==t.converter?.fromAttribute?t.converter:u',
      'u',
    ],
    // Hooks and registers for other parts of Lit.
    ['removeController(t){this._$EO?.delete(t)}'],
    ['p=a.reactiveElementPolyfillSupport,'],
    [',p?.({ReactiveElement:y}),(a.reactiveElementVersions??=[]).push("2.1.2")'],
  ],
  'lit-element.js': [
    [',s.litElementHydrateSupport?.({LitElement:i});const o=s.litElementPolyfillSupport;o?.({LitElement:i});', ';'],
    ['(s.litElementVersions??=[]).push("4.2.2");'],
  ],
  'lit-html.js': [
    // Values inside `<textarea>` and `<style>`, and inside comments.
    ['(y.test(u[2])&&(n=RegExp("</"+u[2],"g")),c=p)', 'c=p'],
    [
      'if(y.test(r.tagName)){const t=r.textContent.split(o),i=t.length-1;if(i>0){r.textContent=s?s.emptyScript:"";for(let s=0;s<i;s++)r.append(t[s],c()),P.nextNode(),d.push({type:2,index:++l});r.append(t[i],c())}}',
    ],
    ['else{let t=-1;for(;-1!==(t=r.data.indexOf(o,t+1));)d.push({type:7,index:l}),t+=o.length-1}'],
    [',B=t.litHtmlPolyfillSupport;B?.(S,k),(t.litHtmlVersions??=[]).push("3.3.3");const D=', ',D='],
  ],
};

/** Style sheets without the ways for browsers that lack them as objects: all that know `light-dark()` have them. */
const nativeSheets = `
export const CSSResult = CSSStyleSheet;
export const supportsAdoptingStyleSheets = true;
export const unsafeCSS = (text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return Object.assign(sheet, { styleSheet: sheet, cssText: text });
};
export const css = (strings, ...values) => unsafeCSS(String.raw(strings, ...values));
export const getCompatibleStyle = (sheet) => sheet;
export const adoptStyles = (root, sheets) => { root.adoptedStyleSheets = sheets; };
`;

export function slimLit(): Plugin {
  return {
    name: 'slim-lit',
    apply: 'build',
    enforce: 'pre',
    load: {
      filter: { id: /@lit\/reactive-element\/css-tag\.js$/ },
      handler: () => nativeSheets,
    },
    transform: {
      filter: { id: /node_modules\/(@lit\/reactive-element|lit-html|lit-element)\/[\w-]+\.js$/ },
      handler: (code, id) => (cuts[basename(id)] ?? []).reduce((rest, cut) => without(rest, cut, id), code),
    },
  };
}

function without(code: string, [what, instead = '']: Cut, id: string): string {
  const pieces = code.split(what);
  if (pieces.length !== 2) throw new Error(`${basename(id)} has not one "${what}": look at the cuts of Lit anew.`);
  return pieces.join(instead);
}
