// Prints the address a first alert is posted to, for `curl "$(npm run -s alert-url)"`.
import { firstSteps } from './lib/first-steps.mjs';

const steps = firstSteps();
if (steps === null) {
  console.error(
    'There is no starter integration here: start with `npm start`, or copy an address from Settings → Integrations.',
  );
  process.exit(1);
}
console.log(steps.alert);
