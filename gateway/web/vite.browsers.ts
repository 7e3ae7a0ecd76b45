/** The oldest browsers that the styles are written for; older ones would cost every line twice. */
export const cssTarget = ['chrome111', 'firefox115', 'safari16.4'];
