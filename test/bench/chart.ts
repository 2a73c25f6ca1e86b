// A small chart of the bench's results, as SVG that is readable on light and on dark pages. Each panel has a scale of its own.

export interface Bar {
  readonly name: string;
  readonly value: number;
  readonly label: string;
  /** Whether it is the widget's own. */
  readonly own: boolean;
}

export interface Panel {
  readonly title: string;
  readonly bars: readonly Bar[];
}

const WIDTH = 720;
const COLUMN = 350;
const NAME = 84;
const BAR = 170;
const LINE = 22;

const style = `text{font:13px system-ui,sans-serif;fill:#1a1d23}.title{font-weight:600}.soft{fill:#5b6270}rect{fill:#b9c0cc}.own{fill:#3355e0}
@media (prefers-color-scheme:dark){text{fill:#e8eaee}.soft{fill:#a3abb8}rect{fill:#4a5261}.own{fill:#8fa5ff}}`;

/** The panels, two beside each other. */
export function chart(panels: readonly Panel[]): string {
  const rows: string[] = [];
  let top = 0;
  for (let i = 0; i < panels.length; i += 2) {
    const pair = panels.slice(i, i + 2);
    rows.push(...pair.map((panel, column) => drawPanel(panel, column * (COLUMN + 20), top)));
    top += Math.max(...pair.map(({ bars }) => bars.length)) * LINE + 48;
  }
  const size = `width="${WIDTH}" height="${top}" viewBox="0 0 ${WIDTH} ${top}"`;
  const words = panels.map(
    ({ title, bars }) => `${title}: ${bars.map(({ name, label }) => `${name} ${label}`).join(', ')}`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-label="${words.join('. ')}">
<style>${style}</style>
${rows.join('\n')}
</svg>
`;
}

function drawPanel({ title, bars }: Panel, left: number, top: number): string {
  const largest = Math.max(...bars.map(({ value }) => value));
  const lines = bars.map(({ name, value, label, own }, i) => {
    const y = top + 30 + i * LINE;
    const width = Math.max(1, (value / largest) * BAR).toFixed(1);
    return `<text class="soft" x="${left}" y="${y + 13}">${name}</text><rect${own ? ' class="own"' : ''} x="${left + NAME}" y="${y + 2}" width="${width}" height="14" rx="3"/><text x="${(left + NAME + Number(width) + 8).toFixed(1)}" y="${y + 13}">${label}</text>`;
  });
  return [`<text class="title" x="${left}" y="${top + 18}">${title}</text>`, ...lines].join('\n');
}
