import * as solid from 'solid-js/web';
import { Session } from './Session';

export const mount = (element: HTMLElement) => solid.render(() => <Session />, element);
export const hydrate = (element: HTMLElement) => solid.hydrate(() => <Session />, element);
