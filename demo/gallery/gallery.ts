/** The gallery's page: a frame for every state, by chapters, in the look that is chosen above them and kept in the address. */

import { addLanguages } from './languages.ts';
import type { GalleryState } from './state.ts';
import { chapters, SIZE } from './states.ts';

const form = document.querySelector<HTMLFormElement>('#wishes');
const place = document.querySelector('#chapters');

if (form && place) {
  const languages = form.querySelector<HTMLSelectElement>('[name=lang]');
  if (languages) addLanguages(languages);
  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLSelectElement) field.value = value;
  }
  place.append(...chapters.map(({ title, states }) => chapter(title, states)));
  form.addEventListener('change', () => look(form));
  look(form);
}

/** Has every frame load its state in the look that is chosen; those out of sight wait until they come into it. */
function look(form: HTMLFormElement): void {
  const wishes = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value) wishes.set(name, String(value));
  history.replaceState(null, '', wishes.size ? `?${wishes}` : location.pathname);
  for (const figure of document.querySelectorAll<HTMLElement>('[data-state]')) {
    const address = `/gallery?${new URLSearchParams({ state: figure.dataset['state'] ?? '' })}&${wishes}`;
    figure.querySelector('iframe')?.setAttribute('src', address);
    figure.querySelector('a')?.setAttribute('href', address);
  }
}

function chapter(title: string, states: readonly GalleryState[]): HTMLElement {
  const section = make('section', 'chapter');
  const list = make('div', 'states');
  list.append(...states.map(figureOf));
  section.append(make('h2', '', title), list);
  return section;
}

function figureOf({ name, title, says, size = SIZE }: GalleryState): HTMLElement {
  const figure = make('figure');
  figure.id = name;
  figure.dataset['state'] = name;
  const frame = make('iframe');
  const [width, height] = size;
  Object.assign(frame, { loading: 'lazy', title, width: String(width), height: String(height) });
  const caption = make('figcaption');
  caption.append(make('a', '', title), make('p', '', says));
  figure.append(frame, caption);
  return figure;
}

function make<Name extends keyof HTMLElementTagNameMap>(name: Name, kind = '', text = ''): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  made.className = kind;
  made.textContent = text;
  return made;
}
