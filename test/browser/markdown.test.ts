// What a reader sees of a reply: blocks, links, images, tasks, code with its copy button, and all of it while it streams.
import { expect, fixture, html } from '@open-wc/testing';
import { LitElement } from 'lit';
import { markdown, markdownStyles } from '../../widget/markdown/index.ts';
import { htmlOf, openView } from './markdown-tools.ts';

const words = { copyCode: 'Copy', codeCopied: 'Copied', codeCopyFailed: 'Not allowed', code: 'Code', image: 'Image' };

describe('a finished reply', () => {
  it('has paragraphs, headings, lists, quotations, rules and tables', async () => {
    const text = '# Title\n\nSome *words*.\n\n- a\n- b\n\n1. one\n\n> quoted\n\n---\n\n| a | b |\n|---|--:|\n| 1 | 2 |';
    const { element, view, end } = openView();
    view.update(text, true);
    expect(element.querySelector('blockquote'), 'what stands before a table does not wait for its chunk').not.to.equal(
      null,
    );
    await view.complete;
    const names = [...element.querySelector('.part')!.children].map((block) => block.localName);
    expect(names).to.deep.equal(['h1', 'p', 'ul', 'ol', 'blockquote', 'hr', 'div']);
    expect(element.querySelector('em')?.textContent).to.equal('words');
    expect(element.querySelectorAll('td.right')).to.have.length(1);
    end();
  });

  it('breaks a line where the writer did', async () => {
    expect(await htmlOf(['one\ntwo'])).to.contain('one<br>two');
  });

  it('shows raw HTML as text', async () => {
    const { element, view, end } = openView();
    view.update('<b onclick="x">bold</b>\n\n<script>alert(1)</script>', true);
    expect(element.querySelector('b, script')).to.equal(null);
    expect(element.textContent).to.contain('<b onclick="x">bold</b>').and.contain('<script>alert(1)</script>');
    end();
  });

  it('opens links in a new tab that knows nothing of this page', async () => {
    const { element, view, end } = openView();
    view.update('[a](https://example.com "title") and www.example.org', true);
    const [first, second] = element.querySelectorAll('a');
    expect(first?.target).to.equal('_blank');
    expect(first?.rel).to.equal('noopener noreferrer nofollow');
    expect(first?.title).to.equal('title');
    expect(second?.href).to.equal('http://www.example.org/');
    end();
  });

  it('loads an image only from an origin that the site allows, and else links to it with its destination', async () => {
    const { element, view, end } = openView({ imageOrigins: ['data.example'] });
    view.update('![a bike](https://tracker.example/p.png?secret)', true);
    expect(element.querySelector('img')).to.equal(null);
    expect(element.querySelector('a')?.textContent).to.equal('a bike (tracker.example)');
    end();
    const allowed = openView({ imageOrigins: [location.origin] });
    allowed.view.update('![a bike](/nothing.png)', true);
    const image = allowed.element.querySelector('img');
    expect(image?.alt).to.equal('a bike');
    expect(image?.referrerPolicy).to.equal('no-referrer');
    allowed.end();
  });

  it('has boxes for tasks, which cannot be changed', async () => {
    const { element, view, end } = openView();
    view.update('- [x] done\n- [ ] to do', true);
    const boxes = [...element.querySelectorAll<HTMLInputElement>('.task input')];
    expect(boxes.map((box) => box.checked)).to.deep.equal([true, false]);
    expect(boxes.every((box) => box.disabled)).to.equal(true);
    end();
  });

  it('takes the direction of its first letter, block by block', async () => {
    const { element, view, end } = openView();
    view.update('English\n\n**שלום** hello\n\n- مرحبا', true);
    expect([...element.querySelectorAll('.part > *')].map((block) => block.getAttribute('dir'))).to.deep.equal([
      'ltr',
      'rtl',
      'rtl',
    ]);
    end();
  });

  it('numbers a long list through', async () => {
    const { element, view, end } = openView();
    view.update(Array.from({ length: 100 }, (_, i) => `${i + 5}. item`).join('\n'), true);
    expect([...element.querySelectorAll('ol')].map((list) => list.start)).to.deep.equal([5, 45, 85]);
    end();
  });

  it('is another text when another text is given', async () => {
    const { element, view, end } = openView();
    view.update('# One', true);
    view.update('Two', true);
    expect(element.textContent).to.equal('Two');
    end();
  });
});

describe('a block of code', () => {
  it('names its language and copies its text', async () => {
    const { element, view, end } = openView();
    view.update('```ts\nconst a = "<b>";\n```', true);
    expect(element.querySelector('.language')?.textContent).to.equal('ts');
    let copied = '';
    const clipboard = {
      writeText: async (text: string) => {
        copied = text;
      },
    };
    Object.defineProperty(navigator, 'clipboard', { value: clipboard, configurable: true });
    element.querySelector<HTMLButtonElement>('.copy-code')!.click();
    await new Promise((done) => setTimeout(done));
    Reflect.deleteProperty(navigator, 'clipboard');
    expect(copied).to.equal('const a = "<b>";\n');
    expect(element.querySelector('.copy-code')?.textContent).to.equal('Copied');
    end();
  });

  it('says so where copying is not allowed', async () => {
    const { element, view, end } = openView();
    view.update('```\ncode\n```', true);
    Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true });
    element.querySelector<HTMLButtonElement>('.copy-code')!.click();
    await new Promise((done) => setTimeout(done));
    Reflect.deleteProperty(navigator, 'clipboard');
    expect(element.querySelector('.copy-code')?.textContent).to.equal('Not allowed');
    end();
  });
});

describe('a reply that streams', () => {
  it('leaves finished blocks alone', async () => {
    const { element, view, end } = openView();
    const text =
      '# Title\n\nA *paragraph*.\n\n- one\n- two\n\n```\ncode\n```\n\n| a |\n|---|\n| 1 |\n| 2 |\n\nThe end.';
    const changes = new Set<Node>();
    const observer = new MutationObserver((records) => {
      for (const { target } of records) changes.add(target);
    });
    for (let i = 1; i <= text.length; i++) {
      view.update(text.slice(0, i), false);
      if (text.slice(0, i).endsWith('The'))
        observer.observe(element.querySelector('.part')!, {
          subtree: true,
          childList: true,
          characterData: true,
          attributes: true,
        });
    }
    view.update(text, true);
    const last = element.querySelector('.part')!.lastElementChild!;
    for (const change of observer.takeRecords()) changes.add(change.target);
    observer.disconnect();
    expect(last.textContent).to.equal('The end.');
    expect([...changes].every((node) => last.contains(node))).to.equal(true);
    end();
  });

  it('never shows a raw mark', async () => {
    const { element, view, end } = openView();
    const text =
      'Some **bold** and `code` and [a link](https://example.com/x).\n\n- **item** one\n- item\n\n| a | b |\n| --- | --- |\n| **x** | y |\n\n```ts\nlet a;\n```\n\n> quoted\n\n## Heading\n\n~~gone~~ ![p](https://example.com/p.png)';
    for (let i = 1; i <= text.length; i++) {
      view.update(text.slice(0, i), false);
      expect(element.textContent, text.slice(0, i)).not.to.match(/[*`|~#>[\]]|---|https:|^- /m);
    }
    end();
  });

  it('makes a reference a link when its definition comes', async () => {
    const { element, view, end } = openView();
    view.update('See [the page][1] and *[other*].\n\nMore.\n\n', false);
    expect(element.querySelector('a')).to.equal(null);
    view.update('See [the page][1] and *[other*].\n\nMore.\n\n[1]: https://example.com\n[other*]: /x\n\nEnd', false);
    expect([...element.querySelectorAll('a')].map((link) => link.textContent)).to.deep.equal(['the page', 'other*']);
    expect(element.textContent).to.contain('End').and.not.contain('example.com');
    end();
  });

  it('shows long texts in slices, in the end whole', async () => {
    const { element, view, end } = openView();
    const text = Array.from({ length: 3000 }, (_, i) => `Paragraph ${i} of many.`).join('\n\n');
    view.update(text, true);
    await view.complete;
    expect(element.querySelectorAll('p')).to.have.length(3000);
    end();
  });
});

describe('the directive', () => {
  class MarkdownHost extends LitElement {
    static override properties = { text: {}, done: { type: Boolean } };
    static override styles = markdownStyles;
    declare text: string;
    declare done: boolean;
    #options = { words };

    override render() {
      return html`<div ${markdown(this.text, this.done, this.#options)}></div>`;
    }
  }
  customElements.define('markdown-host', MarkdownHost);

  it('shows what its host says, as it grows', async () => {
    const host = await fixture<MarkdownHost>(html`<markdown-host .text=${'**a'}></markdown-host>`);
    const element = host.renderRoot.querySelector('div')!;
    expect(element.querySelector('strong')?.textContent).to.equal('a');
    host.text = '**a** b';
    host.done = true;
    await host.updateComplete;
    expect(element.textContent).to.equal('a b');
    expect(element.hasAttribute('data-streaming')).to.equal(false);
  });

  it('goes on after its host was moved in the page', async () => {
    const host = await fixture<MarkdownHost>(html`<markdown-host .text=${'one'}></markdown-host>`);
    document.body.append(host);
    host.text = 'one two';
    await host.updateComplete;
    expect(host.renderRoot.querySelector('div')?.textContent).to.equal('one two');
    host.remove();
  });
});
