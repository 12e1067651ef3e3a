// Fetched when a page is there and it is quiet: lets the service worker be there, which then looks
// whether it has something to send, or to fetch anew.

const { worker } = document.querySelector("script[data-worker]").dataset;
try {
  await navigator.serviceWorker.register(worker); // where workers are forbidden this is undefined
  (await navigator.serviceWorker.ready).active.postMessage("visit");
} catch {
  // a browser that allows no workers, such as in a private window
}
