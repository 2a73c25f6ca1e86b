// What one accent colour of the page makes of everything that is painted with it.
import { expect } from '@open-wc/testing';
import { luminance, paint } from './colour.ts';
import { settled } from './mount.ts';
import { inList, inTranscript, mountPainted, unreadable } from './painted.ts';

const SCHEMES = ['light', 'dark'] as const;
const SEED = 20_261_123;

/** https://gist.github.com/tommyettinger/46a874533244883189143505d203312c (mulberry32, public domain): the same each time. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** All of the sRGB cube, then its faces (pure and pale colours), greys, and notations that are not sRGB. */
function accents(count: number): string[] {
  const random = randomFrom(SEED);
  const byte = () => Math.floor(random() * 256);
  const kinds = [
    () => `rgb(${byte()} ${byte()} ${byte()})`,
    () => `hsl(${(random() * 360).toFixed(1)} 100% ${(random() * 100).toFixed(1)}%)`,
    () => `oklch(${random().toFixed(3)} ${(random() * 0.1).toFixed(3)} ${(random() * 360).toFixed(1)})`,
    () => ((grey) => `rgb(${grey} ${grey} ${grey})`)(byte()),
  ];
  return Array.from({ length: count }, (_, i) => kinds[i % 8 < 5 ? 0 : (i % 8) - 4]!());
}

describe('contrast', () => {
  for (const scheme of SCHEMES) {
    for (let block = 0; block < 5; block++) {
      it(`is at least 4.5:1 for every text with the random accents ${block * 200} to ${block * 200 + 199}, ${scheme}`, async () => {
        const list = block === 4;
        const chat = await mountPainted(scheme, list);
        const pairs = accents(1000)
          .slice(block * 200, block * 200 + 200)
          .flatMap((accent) => {
            chat.style.setProperty('--letta-chat-accent', accent);
            return [...inTranscript(chat), ...(list ? inList(chat) : [])].map((pair) => ({ ...pair, of: accent }));
          });
        expect(unreadable(pairs)).to.deep.equal([]);
      });
    }
  }

  it('would be seen to fail', async () => {
    const chat = await mountPainted('light');
    chat.style.setProperty('--letta-chat-accent', '#767676');
    chat.style.setProperty('--letta-chat-accent-ink', '#949494');
    chat.style.setProperty('--letta-chat-accent-text', '#949494');
    expect(unreadable(inTranscript(chat).map((pair) => ({ ...pair, of: 'greys' })))).to.have.length(7);
  });

  it('keeps an accent as it is where it can be read, and changes it live where not', async () => {
    const chat = await mountPainted('light');
    const link = () => paint([[getComputedStyle(chat.renderRoot.querySelector('.markdown a')!).color]])[0];
    expect(link()).to.deep.equal([0x33, 0x55, 0xe0]);
    chat.style.setProperty('--letta-chat-accent', '#ffd400');
    const [red = 0, green = 0, blue = 0] = link() ?? [];
    expect(luminance([red, green, blue])).to.be.within(0.13, 0.145);
    expect(red > green && green > blue, `${red} ${green} ${blue} is still a yellow`).to.equal(true);
    chat.theme = 'dark';
    await settled(chat);
    expect(link()).to.deep.equal([0xff, 0xd4, 0]);
    chat.style.setProperty('--letta-chat-accent-text', '#abcdef');
    expect(link()).to.deep.equal([0xab, 0xcd, 0xef]);
  });
});
