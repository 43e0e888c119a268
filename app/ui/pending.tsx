// Stands where a part of the page is still to come.
import type { ReactElement } from 'react';

/** Nothing to see, but whoever reads the page knows that more follows. */
export const Pending = (): ReactElement => <span hidden data-pending="" />;
