/**
 * For the script tag's build: Lit without what this widget never uses, so that browsers do not fetch it (1.4 kB brotli). Each cut
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
    [
      'u={toAttribute(t,s){switch(s){case Boolean:t=t?l:null;break;case Object:case Array:t=null==t?t:JSON.stringify(t)}return t},fromAttribute(t,s){let i=t;switch(s){case Boolean:i=null!==t;break;case Number:i=null===t?null:Number(t);break;case Object:case Array:try{i=JSON.parse(t)}catch(t){i=null}}return i}},',
    ],
    ['c=a.trustedTypes,l=c?c.emptyScript:"",'],
    [',converter:u,', ','],
    [',u as defaultConverter'],
    ['(void 0!==i.converter?.toAttribute?i.converter:u).toAttribute(s,i.type)', 'i.type!==Boolean?s:s?"":null'],
    [',h="function"==typeof t.converter?{fromAttribute:t.converter}:void 0!==t.converter?.fromAttribute?t.converter:u'],
    ['h.fromAttribute(s,t.type)', 't.type===Boolean?null!==s:s'],
    // Properties that have accessors of their own, or are compared in ways of their own; names that are symbols.
    [',!s.noAccessor){', ',1){'],
    [',this.prototype.hasOwnProperty(t)&&((s=Object.create(s)).wrapped=!0)'],
    ['const{get:e,set:r}=h(this.prototype,t)??{get(){return this[s]},set(t){this[s]=t}};'],
    ['get:e,set(s){const h=e?.call(this);r?.call(this,s),', 'get(){return this[s]},set(e){const h=this[s];this[s]=e,'],
    [',wrapped:h}', '}'],
    ['!0!==h||void 0!==r)||', '1)||'],
    [
      'const t=this.constructor.elementProperties;if(t.size>0)for(const[s,i]of t){const{wrapped:t}=i,e=this[s];!0!==t||this._$AL.has(s)||void 0===e||this.C(s,void 0,i,e)}',
    ],
    ['(i.hasChanged??f)', 'f'],
    [',hasChanged:f'],
    ['const t=this.properties,s=[...r(t),...o(t)];for(const i of s)', 'const t=this.properties;for(const i of r(t))'],
    ['getOwnPropertySymbols:o,', ''],
    // Styles but one sheet, and updates that are called off or finished otherwise.
    [
      'const i=[];if(Array.isArray(s)){const e=new Set(s.flat(1/0).reverse());for(const s of e)i.unshift(t(s))}else void 0!==s&&i.push(t(s));return i',
      'return s?[s]:[]',
    ],
    ['let t=!1;const s=this._$AL;', 'const s=this._$AL;'],
    [
      't=this.shouldUpdate(s),t?(this.willUpdate(s),this._$EO?.forEach(t=>t.hostUpdate?.()),this.update(s)):this._$EM()',
      'this.willUpdate(s),this._$EO?.forEach(t=>t.hostUpdate?.()),this.update(s)',
    ],
    ['throw t=!1,this._$EM(),s}t&&this._$AE(s)', 'throw this._$EM(),s}this._$AE(s)'],
    ['return this.getUpdateComplete()}getUpdateComplete(){'],
    ['shouldUpdate(t){return!0}'],
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
    ['{M:h,P:o,A:n,C:1,L:N,R,D:d,V:M,I:k,H,N:L,U:z,B:I,F:Z}', '{I:k}'],
    // Comments in templates, which are not there any more when this runs.
    ['_=/-->/g,m=/>/g,'],
    ['"!--"===u[1]?c=_:void 0!==u[1]?c=m:'],
    [':c===_||c===m?c=v:(c=p,n=void 0)', ':c=p'],
    ['c=n??v', 'c=v'],
    ['let n,l=2===i', 'let l=2===i'],
    // MathML, templates that are compiled beforehand or are not literal, other documents.
    [':3===i?"<math>":""', ':""'],
    [':3===i?"</math>":""', ':""'],
    [',2===i||3===i){', ',2===i){'],
    ['if(!u(t)||!t.hasOwnProperty("raw"))throw Error("invalid template strings array");'],
    [
      '"number"==typeof s?this._$AC(t):(void 0===s.el&&(s.el=S.createElement(V(s.h,s.h[0]),this.options)),s)',
      'this._$AC(t)',
    ],
    ['{values:i,_$litType$:s}', '{values:i}'],
    ['(t?.creationScope??l)', 'l'],
    // Listeners that are objects or have options.
    ['||t.capture!==s.capture||t.once!==s.once||t.passive!==s.passive'],
    ['"function"==typeof this._$AH?', ''],
    [':this._$AH.handleEvent(t)'],
    // What no part of Lit asks a part for.
    ['get startNode(){return this._$AA}get endNode(){return this._$AB}'],
    ['get tagName(){return this.element.tagName}'],
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
