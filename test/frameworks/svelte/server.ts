import * as server from 'svelte/server';
import Session from './Session.svelte';

export const render = () => server.render(Session);
