export function installIn(folder: string): void;
