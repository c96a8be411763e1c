import { renderToString } from 'react-dom/server';
import { Session } from './Session';

export const render = () => ({ head: '', body: renderToString(<Session />) });
