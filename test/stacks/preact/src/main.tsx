import { hydrate } from 'preact';
import { App } from './app';

hydrate(<App path={location.pathname} />, document.getElementById('root')!);
