/** The keyboard in the list: arrows, Home and End move, F2 renames, Delete deletes, Escape leaves. Enter is the buttons' own. */

export interface KeyHooks {
  readonly move: (id: string) => void;
  readonly edit: (id: string) => void;
  readonly remove: (id: string) => void;
  readonly leave: () => unknown;
}

export class MenuKeys {
  #host: HTMLElement;
  #hooks: KeyHooks;

  constructor(host: HTMLElement, hooks: KeyHooks) {
    this.#host = host;
    this.#hooks = hooks;
  }

  pressed = (event: KeyboardEvent): void => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey || !this.#act(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  /** Whether the key meant something here. */
  #act({ key, target }: KeyboardEvent): boolean {
    const field = target instanceof HTMLInputElement ? target : null;
    if (key === 'Escape') return field?.value ? clear(field) : this.#leave();
    if (field) return key === 'ArrowDown' && this.#focus(this.#lines[0]);
    const line = (target as Element).closest<HTMLElement>('.conversation');
    const id = line?.dataset['id'];
    if (!line || id === undefined) return false;
    const at = this.#lines.indexOf(line);
    switch (key) {
      case 'ArrowDown':
        return this.#focus(this.#lines[at + 1]);
      case 'ArrowUp':
        return this.#focus(this.#lines[at - 1]) || this.#focusSearch();
      case 'Home':
        return this.#focus(this.#lines[0]);
      case 'End':
        return this.#focus(this.#lines.at(-1));
      case 'F2':
        this.#hooks.edit(id);
        return true;
      case 'Delete':
        this.#hooks.remove(id);
        return true;
      default:
        return false;
    }
  }

  get #lines(): HTMLElement[] {
    return [...this.#host.querySelectorAll<HTMLElement>('.conversation')];
  }

  #focus(line: HTMLElement | undefined): boolean {
    const button = line?.querySelector<HTMLElement>('.conversation-open');
    if (!line || !button) return false;
    this.#hooks.move(line.dataset['id'] ?? '');
    button.focus();
    return true;
  }

  #focusSearch(): boolean {
    this.#host.querySelector<HTMLElement>('.search input')?.focus();
    return true;
  }

  #leave(): boolean {
    this.#hooks.leave();
    return true;
  }
}

/** A search is ended first; not every browser does that by itself, and those that do would close the panel, too. */
function clear(field: HTMLInputElement): boolean {
  field.value = '';
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
  return true;
}
