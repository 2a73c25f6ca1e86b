// That everything can be read in each theme, light and dark, also with another accent than its own.
import { expect } from '@open-wc/testing';
import type { LettaChat } from '../../../widget/elements/letta-chat.ts';
import { part } from './mount.ts';
import { inList, inTranscript, mountPainted, type Pair, unreadable } from './painted.ts';

/** LOOK's table: what must be readable where, and how well. */
const ROLES = [
  ['ink', 'surface', 7],
  ['ink', 'surface-sunken', 7],
  ['ink-soft', 'surface', 4.5],
  ['ink-soft', 'surface-sunken', 4.5],
  ['danger', 'surface', 4.5],
  ['danger', 'surface-sunken', 4.5],
  ['accent-ink', 'accent', 4.5],
  ['accent-text', 'surface', 4.5],
  ['accent-text', 'surface-sunken', 4.5],
  ['control-line', 'surface', 3],
] as const;

function inRoles(chat: LettaChat): (Pair & { least: number })[] {
  const probe = document.createElement('i');
  part(chat, 'panel').append(probe);
  const colorOf = (role: string) => {
    probe.style.color = `var(--lc-${role})`;
    return getComputedStyle(probe).color;
  };
  const pairs = ROLES.map(([text, ground, least]) => ({
    what: `${text} on ${ground}`,
    text: colorOf(text),
    ground: [colorOf(ground)],
    least,
  }));
  probe.remove();
  return pairs;
}

describe('themes', () => {
  for (const theme of ['default', 'ink', 'meadow', 'slate']) {
    for (const scheme of ['light', 'dark'] as const) {
      it(`is enough for every role and text of the theme ${theme}, ${scheme}, and with another accent`, async () => {
        const sheet = new CSSStyleSheet();
        if (theme !== 'default') sheet.replaceSync(await (await fetch(`/widget/themes/${theme}.css`)).text());
        document.adoptedStyleSheets = [sheet];
        try {
          const chat = await mountPainted(scheme, true);
          for (const accent of ['', '#ffd400', '#0a0a0a', '#e11d48']) {
            chat.style.setProperty('--letta-chat-accent', accent);
            const pairs = [...inRoles(chat), ...inTranscript(chat), ...inList(chat)];
            expect(unreadable(pairs.map((pair) => ({ ...pair, of: `${theme} ${scheme} ${accent}` })))).to.deep.equal(
              [],
            );
          }
          expect(sheet.cssRules.length > 0).to.equal(theme !== 'default');
        } finally {
          document.adoptedStyleSheets = [];
        }
      });
    }
  }
});
