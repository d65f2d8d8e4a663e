/**
 * Runs before Microsoft's library, which asks a server of theirs for a list of hosts and, where it gets none, takes the one it
 * carries. The page's policy lets no request go there; refused here already, the browser has nothing to complain of.
 */
const ask = window.fetch.bind(window);

window.fetch = (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input, location.href);
  return url.origin === location.origin
    ? ask(input, init)
    : Promise.reject(new TypeError('This page speaks to its own server only.'));
};
