/**
 * For the script tag's build: Lit without what this widget never uses, so that browsers do not fetch it (1.8 kB brotli). Each cut
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
    // Options of properties that it does not name; each is known by a name, and there is no other hook for making them.
    ['b={attribute:!0,type:String,reflect:!1,useDefault:!1}', 'b={}'],
    ['"string"==typeof t?t.toLowerCase():void 0', 't.toLowerCase()'],
    [
      'const i=Symbol(),h=this.getPropertyDescriptor(t,i,s);void 0!==h&&e(this.prototype,t,h)}}static getPropertyDescriptor(t,s,i){return{get(){return this[s]},set(e){const h=this[s];this[s]=e,this.requestUpdate(t,h,i)},configurable:!0,enumerable:!0}}',
      'const i=Symbol();e(this.prototype,t,{get(){return this[i]},set(e){const h=this[i];this[i]=e,this.requestUpdate(t,h,s)},configurable:!0,enumerable:!0})}}',
    ],
    ['requestUpdate(t,s,i,e=!1,h){if(void 0!==t){', 'requestUpdate(t,s,i){if(void 0!==t){'],
    ['const r=this.constructor;if(!1===e&&(h=this[t]),i??=', 'const r=this.constructor,h=this[t];if(i??='],
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
    // Updates before it has been in the page, and shadow roots of other kinds.
    ['if(this.renderRoot??=this.createRenderRoot(),this._$Ep)', 'if(this._$Ep)'],
    ['this.attachShadow(this.constructor.shadowRootOptions)', 'this.attachShadow({mode:"open"})'],
    ['y.elementStyles=[],y.shadowRootOptions={mode:"open"},'],
    [
      'this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(s){',
      'const s=this.styles;this.elementStyles=',
    ],
    ['return s?[s]:[]', 's?[s]:[]'],
    ['shouldUpdate(t){return!0}'],
    // Hooks and registers for other parts of Lit.
    ['removeController(t){this._$EO?.delete(t)}'],
    ['p=a.reactiveElementPolyfillSupport,'],
    [',p?.({ReactiveElement:y}),(a.reactiveElementVersions??=[]).push("2.1.2")'],
  ],
  'lit-element.js': [
    [',s.litElementHydrateSupport?.({LitElement:i});const o=s.litElementPolyfillSupport;o?.({LitElement:i});', ';'],
    ['(s.litElementVersions??=[]).push("4.2.2");'],
    // Shadow roots in which something stands already, elements without a template, and directives that want to know when they go.
    ['createRenderRoot(){const t=super.createRenderRoot();return this.renderOptions.renderBefore??=t.firstChild,t}'],
    ['this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),'],
    ['this._$Do=e(r,', 'e(r,'],
    [',this._$Do=void 0'],
    [
      'connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return r}',
    ],
    ['i._$litElement$=!0,'],
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
    // Names of tags that are values.
    [String.raw`v=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g`, String.raw`v=/<\/?[a-zA-Z]/g`],
    ['c===v?void 0!==u[2]?c=p:void 0!==u[3]&&(c=p):', 'c===v?c=p:'],
    // Lists but arrays.
    ['d=t=>u(t)||"function"==typeof t?.[Symbol.iterator],'],
    [':d(t)?this.k(t)', ':u(t)?this.k(t)'],
    // Parts of SVG and MathML, templates that are compiled beforehand or are not literal, other documents.
    ['2===i?"<svg>":3===i?"<math>":""', '""'],
    ['(2===i?"</svg>":3===i?"</math>":"")', '""'],
    [',2===i||3===i){const t=this.el.content.firstChild;t.replaceWith(...t.childNodes)}', ');'],
    ['let r;this.parts=[];let l=0,a=0;', 'let r,l=0,a=0;this.parts=[];'],
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
    // Attributes of which a value is only a part (`class="a ${b}"`), and what kind of part each is but that it is a child.
    [
      'const h=this.strings;let o=!1;if(void 0===h)t=M(this,t,i,0),o=!a(t)||t!==this._$AH&&t!==E,o&&(this._$AH=t);else{const e=t;let n,r;for(t=h[0],n=0;n<h.length-1;n++)r=M(this,e[s+n],i,n),r===E&&(r=this._$AH[n]),o||=!a(r)||r!==this._$AH[n],r===A?t=A:t!==A&&(t+=(r??"")+h[n+1]),this._$AH[n]=r}o&&!e&&this.j(t)',
      't=M(this,t),(!a(t)||t!==this._$AH&&t!==E)&&(this._$AH=t,this.j(t))',
    ],
    [
      'constructor(t,i,s,e,h){this.type=1,this._$AH=A,this._$AN=void 0,this.element=t,this.name=i,this._$AM=e,this.options=h,s.length>2||""!==s[0]||""!==s[1]?(this._$AH=Array(s.length-1).fill(new String),this.strings=s):this._$AH=A}',
      'constructor(t,i,e,h){this._$AH=A,this.element=t,this.name=i,this._$AM=e,this.options=h}',
    ],
    ['constructor(){super(...arguments),this.type=3}'],
    ['constructor(){super(...arguments),this.type=4}'],
    ['constructor(t,i,s,e,h){super(t,i,s,e,h),this.type=5}'],
    ['new r.ctor(h,r.name,r.strings,this,t)', 'new r.ctor(h,r.name,this,t)'],
    ['s=r.getAttribute(t).split(o),', ''],
    ['name:e[2],strings:s,', 'name:e[2],'],
    ['void 0!==s&&(void 0!==s.strings?(s._$AI(t,s,i),i+=s.strings.length-2):s._$AI(t[i])),i++', 's?._$AI(t[i]),i++'],
    // Directives that want to know when they go, stand in an attribute or give another one.
    [
      'function M(t,i,s=t,e){if(i===E)return i;let h=void 0!==e?s._$Co?.[e]:s._$Cl;',
      'function M(t,i){if(i===E)return i;let h=t._$Cl;',
    ],
    ['h?._$AO?.(!1),'],
    ['h._$AT(t,s,e)),void 0!==e?(s._$Co??=[])[e]=h:s._$Cl=h)', 'h._$AT(t)),t._$Cl=h)'],
    ['(i=M(t,h._$AS(t,i.values),h,e))', '(i=h._$AS(t,i.values))'],
    ['_$AI(t,i=this){t=M(this,t,i),', '_$AI(t){t=M(this,t),'],
    ['_$AI(t,i=this,s,e){', '_$AI(t){'],
    ['_$AI(t,i=this){if((t=M(this,t,i,0)??A)', '_$AI(t){if((t=M(this,t)??A)'],
    ['this._$AV=[],this._$AN=void 0,', 'this._$AV=[],'],
    ['this._$AH=A,this._$AN=void 0,this._$AA=t,', 'this._$AH=A,this._$AA=t,'],
    ['this.type=6,this._$AN=void 0,'],
    [',this._$Cv=e?.isConnected??!0'],
    ['this._$AP?.(!1,!0,s);', ';'],
    ['setConnected(t){void 0===this._$AM&&(this._$Cv=t,this._$AP?.(t))}'],
    // What no part of Lit asks a part for.
    ['get startNode(){return this._$AA}get endNode(){return this._$AB}'],
    ['get tagName(){return this.element.tagName}'],
    ['get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(', 'u('],
    ['get _$AU(){return this._$AM?._$AU??this._$Cv}'],
    [
      'get parentNode(){let t=this._$AA.parentNode;const i=this._$AM;return void 0!==i&&11===t?.nodeType&&(t=i.parentNode),t}',
    ],
    ['get _$AU(){return this._$AM._$AU}constructor(t,i,e,h){', 'constructor(t,i,e,h){'],
    ['get _$AU(){return this._$AM._$AU}_$AI', '_$AI'],
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

/** What Lit's files say to each other and nobody else says to them: shorter, alike in all of them. */
const INTERNALS = [
  ...['_$AA', '_$AB', '_$AC', '_$AD', '_$AE', '_$AH', '_$AI', '_$AK', '_$AL', '_$AM', '_$AR', '_$AS', '_$AT', '_$AU'],
  ...['_$AV', '_$Cl', '_$Ct', '_$EM', '_$EO', '_$EP', '_$ES', '_$ET', '_$E_', '_$Eh', '_$Ei', '_$Ej', '_$Em', '_$Ep'],
  ...['_$Eq', '_$Eu', '_$Ev', '_$litType$', '_$litDirective$', '_$litPart$'],
  ...['elementProperties', 'elementStyles', 'getPropertyOptions', 'enableUpdating', 'isUpdatePending', 'performUpdate'],
];
const NAMES = new Map(INTERNALS.map((name, index) => [name, `$${index.toString(36)}`]));

const shortened = (code: string): string => code.replace(/[\w$]+/g, (name) => NAMES.get(name) ?? name);

/** An attribute in a template of which a value is only a part. */
const MIXED = /\s[\w.@?-]+="(?:[^"$`]+\$\{|\$\{[^}]*\}[^"$`>]+")[^`]*>/;

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
      filter: {
        id: /node_modules\/(@lit\/reactive-element|lit-html|lit-element)\/[\w/-]+\.js(?:\?|$)|\/widget\/.*\.ts$/,
      },
      handler(code, id) {
        if (MIXED.test(code))
          throw new Error(`${id}: Lit is cut, and knows no attribute of which a value is only a part.`);
        if (!id.includes('node_modules')) return;
        return shortened((cuts[basename(id)] ?? []).reduce((rest, cut) => without(rest, cut, id), code));
      },
    },
  };
}

function without(code: string, [what, instead = '']: Cut, id: string): string {
  const pieces = code.split(what);
  if (pieces.length !== 2) throw new Error(`${basename(id)} has not one "${what}": look at the cuts of Lit anew.`);
  return pieces.join(instead);
}
