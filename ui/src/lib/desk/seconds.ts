/** The display's clock. Nothing is asked of the engine by it: what changes there is pushed. */
import { createSubscriber } from 'svelte/reactivity';

const eachSecond = createSubscriber((draw) => {
  const clock = setInterval(draw, 1000);
  return () => clearInterval(clock);
});

/** Now, in milliseconds. What is drawn from it is drawn again each second, for as long as it shows. */
export function ticking(): number {
  eachSecond();
  return Date.now();
}
