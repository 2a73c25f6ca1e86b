// Proves that element tests run in this engine: modules resolve, TypeScript is stripped, Lit renders. The widget's own tests stand beside it.
import { expect, fixture, html } from '@open-wc/testing';
import { LitElement } from 'lit';

class SmokeElement extends LitElement {
  static override properties = { word: { type: String } };
  declare word: string;

  override render() {
    return html`<p>${this.word}</p>`;
  }
}
customElements.define('smoke-element', SmokeElement);

it('an element renders its property', async () => {
  const element = await fixture<SmokeElement>(html`<smoke-element word="hello"></smoke-element>`);
  expect(element.shadowRoot?.querySelector('p')?.textContent).to.equal('hello');
});
