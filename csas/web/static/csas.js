// Makes pages that already work a little better: focus on faults, one press a button,
// counted characters, a folded menu on a phone.
import { initAll } from "./built/govuk.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
