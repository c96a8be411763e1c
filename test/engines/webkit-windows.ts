import type { WebDriver } from 'selenium-webdriver';

export interface Window {
  /** Does something while this window is the driver's. */
  use<T>(act: (driver: WebDriver) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** A driver has one current window: what is done takes turns. */
export async function createWindows(driver: WebDriver): Promise<{ open(): Promise<Window> }> {
  // It stays open: a driver whose current window was closed opens no other.
  const home = await driver.getWindowHandle();
  let current = home;
  let queue: Promise<unknown> = Promise.resolve();

  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const done = queue.then(act);
    queue = done.catch(() => {});
    return done;
  };
  const switchTo = async (handle: string) => {
    if (current !== handle) await driver.switchTo().window(handle);
    current = handle;
  };

  return {
    open: () =>
      inTurn(async () => {
        // Not a tab: that is hidden and cannot be raised.
        await driver.switchTo().newWindow('window');
        const handle = await driver.getWindowHandle();
        current = handle;
        return {
          use: (act) => inTurn(() => switchTo(handle).then(() => act(driver))),
          close: () =>
            inTurn(async () => {
              await switchTo(handle);
              await driver.close();
              await switchTo(home);
            }),
        };
      }),
  };
}
