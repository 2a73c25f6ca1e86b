// Maths: it comes after the text, by a chunk of its own, and only where it is asked for. Colours are in ../markdown/colours.test.ts,
// on what is built: highlight.js is not made of modules that a browser could load.
import { expect } from '@open-wc/testing';
import { openView } from './markdown-tools.ts';

describe('maths', () => {
  it('is MathML, in a line and as a block', async () => {
    const { element, view, end } = openView({ maths: true });
    view.update('Let $x^2$ be.\n\n$$\n\\frac{1}{2}\n$$\n\nThe end.', true);
    await view.complete;
    expect(element.querySelector('p math msup')?.namespaceURI).to.equal('http://www.w3.org/1998/Math/MathML');
    expect(element.querySelector('div.maths math mfrac')).not.to.equal(null);
    expect(element.textContent).to.contain('The end.');
    end();
  });

  it('stays as it is written where it cannot be read, and prices stay prices', async () => {
    const { element, view, end } = openView({ maths: true });
    view.update('$\\nonsense{$ and $5 or $6', true);
    await view.complete;
    expect(element.textContent).to.equal('$\\nonsense{$ and $5 or $6');
    end();
  });

  it('is text unless the site asks for it', async () => {
    const { element, view, end } = openView();
    view.update('Let $x^2$ be.', true);
    await view.complete;
    expect(element.textContent).to.equal('Let $x^2$ be.');
    end();
  });
});
