export const vectors: string[];
