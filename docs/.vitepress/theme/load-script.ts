import { withBase } from 'vitepress';

const loading = new Map<string, Promise<unknown>>();

/** Loads a script of the site once. Scripts of this size are loaded only by the pages that need them. */
export function loadScript(name: string): Promise<unknown> {
  const known = loading.get(name);
  if (known) return known;
  const loaded = new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = withBase(`/vendor/${name}`);
    script.onload = resolve;
    script.onerror = () => reject(new Error(`${script.src} does not load`));
    document.head.append(script);
  });
  loading.set(name, loaded);
  return loaded;
}
