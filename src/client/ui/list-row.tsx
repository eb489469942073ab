import type { ComponentChildren } from 'preact';
import { classes } from './classes.ts';

export interface ListRowProps {
  readonly title: ComponentChildren;
  /** Small words beside the title. */
  readonly tags?: readonly string[] | undefined;
  readonly note?: ComponentChildren;
  /** Buttons at the end; under the words where it is narrow. */
  readonly actions?: ComponentChildren;
  /** `done` is the green, ticked look; `add` the dashed last row. */
  readonly look?: 'plain' | 'done' | 'add' | 'warn' | undefined;
  /** The title becomes a link over the whole row (the buttons stay on top). */
  readonly href?: string | undefined;
  /** As `href`, for what opens here. */
  readonly onOpen?: (() => void) | undefined;
}

/** One person, training or record in a list. Put rows into `<ul class="list">`. */
export function ListRow({ title, tags = [], note, actions, look = 'plain', href, onOpen }: ListRowProps) {
  return (
    <li class={classes('row', look !== 'plain' && `row-${look}`)}>
      <div class="row-words">
        <p class="row-title">
          <Opener href={href} onOpen={onOpen}>
            {title}
          </Opener>
          {tags.map((tag) => (
            <span key={tag} class="tag">
              {tag}
            </span>
          ))}
        </p>
        {note !== undefined && <p class="row-note">{note}</p>}
      </div>
      {actions !== undefined && <div class="row-actions">{actions}</div>}
    </li>
  );
}

function Opener({ href, onOpen, children }: Pick<ListRowProps, 'href' | 'onOpen'> & { readonly children: ComponentChildren }) {
  if (href !== undefined) {
    return (
      <a class="row-open" href={href}>
        {children}
      </a>
    );
  }
  if (onOpen !== undefined) {
    return (
      <button type="button" class="row-open" onClick={onOpen}>
        {children}
      </button>
    );
  }
  return <span>{children}</span>;
}
