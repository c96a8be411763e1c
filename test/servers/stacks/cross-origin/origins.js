export const isOurs = (origin) => origin?.startsWith('http://127.0.0.1:');
