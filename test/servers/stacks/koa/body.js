import { text } from 'node:stream/consumers';

export const body = async ({ req }) => Object.fromEntries(new URLSearchParams(await text(req)));
