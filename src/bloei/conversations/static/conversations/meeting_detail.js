/* The clock of a team meeting: it counts down by itself; without script the minutes stand there. */

const clock = document.querySelector("[data-seconds]");
if (clock) {
  const ends = performance.now() + 1000 * Number(clock.dataset.seconds);
  const draw = () => {
    const left = Math.max(0, Math.round((ends - performance.now()) / 1000));
    clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    if (left) setTimeout(draw, 1000);
  };
  draw();
}
