/**
 * The oldest browsers that the styles are written for: those that know `light-dark()`. For older
 * ones every colour would be written twice.
 */
export const cssTarget = ['chrome123', 'firefox120', 'safari17.5'];
