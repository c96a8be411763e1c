/**
 * Puts a text before the page's title, for whoever looks at a row of tabs; undefined takes it away again.
 */
export function createTitle(): (text: string | undefined) => void {
  let own: string | undefined;
  let original = '';
  return (text) => {
    // The page may have changed it meanwhile: then that is the title.
    if (document.title !== own) original = document.title;
    if (text === undefined) {
      if (document.title === own) document.title = original;
      own = undefined;
      return;
    }
    own = `${text} · ${original}`;
    document.title = own;
    // Browsers strip white space: what is compared is what they kept.
    own = document.title;
  };
}
