// A long press: the finger takes hold of what lies under it, and then moves that instead of the page.
// Who moves at once scrolls, and who lifts at once has tapped: neither comes here.

const LONG = 450; // milliseconds
const STILL = 10; // pixels that a finger may tremble

/**
 * Listen for long presses inside a place. `begin` gets where the finger is, and returns what is to
 * be done while it moves, or nothing where there is nothing to hold; `end` runs when it lifts.
 */
export function hold(place, begin, end) {
  let down = null;
  let timer = 0;
  let step = null;

  function stop() {
    clearTimeout(timer);
    down = step = null;
  }

  function press() {
    step = begin(down);
    if (step) navigator.vibrate?.(15);
  }

  function start(event) {
    stop();
    if (event.touches.length > 1) return;
    const { target, clientX, clientY } = event.touches[0];
    down = { target, clientX, clientY };
    timer = setTimeout(press, LONG);
  }

  function move(event) {
    const finger = event.touches[0];
    if (step) {
      event.preventDefault(); // the page stays where it is
      step(finger);
    } else if (down && Math.hypot(finger.clientX - down.clientX, finger.clientY - down.clientY) > STILL) stop();
  }

  function lift(event) {
    if (step) {
      event.preventDefault(); // it was no click
      end();
    }
    stop();
  }

  place.addEventListener("touchstart", start, { passive: true });
  place.addEventListener("touchmove", move, { passive: false });
  place.addEventListener("touchend", lift);
  place.addEventListener("touchcancel", stop);
  place.addEventListener("contextmenu", (event) => down && event.preventDefault());
  return () => Boolean(step);
}
