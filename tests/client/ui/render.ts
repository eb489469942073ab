import { render, type ComponentChild } from 'preact';
import { afterEach } from 'vitest';

const roots: Element[] = [];

afterEach(() => {
  for (const root of roots.splice(0)) {
    render(null, root);
    root.remove();
  }
});

/** Puts `what` into the page; it is taken out after the test. */
export function show(what: ComponentChild): HTMLElement {
  const root = document.createElement('div');
  document.body.append(root);
  roots.push(root);
  render(what, root);
  return root;
}

/** Lets renders and effects that were asked for happen. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 3; i++) {
    await new Promise((done) => {
      setTimeout(done, 0);
    });
    await new Promise((done) => {
      requestAnimationFrame(done);
    });
  }
}

/** The one element that fits; fails the test when there is none. */
export function find<Kind extends Element>(root: ParentNode, selector: string, kind: new () => Kind): Kind {
  const element = root.querySelector(selector);
  if (!(element instanceof kind)) throw new Error(`no ${selector} in ${root.textContent ?? 'the page'}`);
  return element;
}

export async function type(input: HTMLInputElement, text: string): Promise<void> {
  input.value = text;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  await settle();
}

/** Presses a key; answers whether the page left it to the browser. */
export async function press(element: Element, key: string): Promise<boolean> {
  const left = element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  await settle();
  return left;
}

export async function click(element: Element): Promise<void> {
  element.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
  await settle();
}
