/** Fetches what lets a visitor change the size of the floating panel, where there is a mouse for it. */
import type { LitElement } from 'lit';
import { LazyChunk } from '../elements/lazy-chunk.ts';
import type { Strings } from '../elements/strings/strings.ts';

/** `words` is asked at each update. */
export function resizable(host: LitElement, words: () => Strings): void {
  if (!matchMedia('(any-pointer: fine)').matches) return;
  const chunk = new LazyChunk(
    host,
    () => import('./resize.ts'),
    ({ PanelSize }) => host.addController(new PanelSize(host, words)),
  );
  void chunk.load();
}
