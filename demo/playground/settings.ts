/** What is set on the playground, read from its form: the element's attributes and properties, and the page's. Pure but for the form. */
import type { TagSettings } from '../panel/tag.ts';

export interface PlaygroundSettings extends TagSettings {
  /** A state of the gallery, or `live`. */
  readonly state: string;
  readonly suggestions: readonly string[];
}

/** In the order in which the tag shows them. */
export const ATTRIBUTES = 'mode theme position lang dir heading greeting placeholder label'.split(' ');
export const SWITCHES = 'voice-input read-aloud feedback maths single'.split(' ');
/** Custom properties without their prefix; set once they have been touched. */
export const PROPERTIES = ['accent', 'radius', 'font-size'];

/** `touched`: the names of the properties that are not as the style sheet has them. */
export function readSettings(form: FormData, origin: string, touched: ReadonlySet<string>): PlaygroundSettings {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const attributes = ATTRIBUTES.map((name) => [name, text(name)] as const).filter(([, value]) => value);
  const switches = SWITCHES.filter((name) => form.has(name)).map((name) => [name, ''] as const);
  const properties = PROPERTIES.filter((name) => touched.has(name)).map((name) => {
    const value = text(name);
    return [`--letta-chat-${name}`, name === 'accent' ? value : `${value}px`] as const;
  });
  return {
    state: text('state'),
    origin,
    attributes: Object.fromEntries([...attributes, ...switches]),
    properties: Object.fromEntries(properties),
    suggestions: text('suggestions')
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
    theme: text('style') || undefined,
  };
}
