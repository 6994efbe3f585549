import { ALL_MOVES, describeMovedSections } from '../support/suites/moved-sections.ts';

describeMovedSections(ALL_MOVES);
