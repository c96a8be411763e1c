import { createSSRApp } from 'vue';
import { renderToString } from 'vue/server-renderer';
import Session from './Session.vue';

export const render = async () => ({ head: '', body: await renderToString(createSSRApp(Session)) });
