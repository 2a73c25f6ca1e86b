/** What a page has of a chat whichever client is at work: where it is kept, who listens, and what is being typed. */
import { emptySnapshot } from '../core/snapshot.ts';
import { createStoreOn, type Store } from '../storage/store.ts';
import { createDrafts, type Drafts } from './drafts.ts';
import { createNews, type News } from './news.ts';
import { type ClientPorts, defaultPorts, type FirstPorts } from './ports.ts';

export interface Belongings {
  readonly ports: FirstPorts & Partial<ClientPorts>;
  readonly store: Store;
  readonly news: News;
  readonly drafts: Drafts;
}

export function createBelongings(replaced: Partial<ClientPorts> | undefined): Belongings {
  const ports = { ...defaultPorts(), ...replaced };
  const news = createNews(ports.soon, emptySnapshot);
  const store = createStoreOn({ backend: ports.storage, onTrouble: news.changed });
  return { ports, store, news, drafts: createDrafts(news.changed) };
}
