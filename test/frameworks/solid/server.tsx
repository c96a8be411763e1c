import { generateHydrationScript, renderToString } from 'solid-js/web';
import { Session } from './Session';

export const render = () => ({ head: generateHydrationScript(), body: renderToString(() => <Session />) });
