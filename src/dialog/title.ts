import { page } from '../browser/page.js';

/**
 * Puts a text before the page's title, for whoever looks at a row of tabs; undefined takes it away again.
 */
export function createTitle(): (text: string | undefined) => void {
  let own: string | undefined;
  let original = '';
  return (text) => {
    // The page may have changed it meanwhile: then that is the title.
    if (page.title !== own) original = page.title;
    if (text === undefined) {
      if (page.title === own) page.title = original;
      own = undefined;
      return;
    }
    own = `${text} · ${original}`;
    page.title = own;
    // Browsers strip white space: what is compared is what they kept.
    own = page.title;
  };
}
