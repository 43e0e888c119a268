// A file dropped anywhere on the page is opened; what reads it comes when one is dropped. Other drags (faults from the palette) carry no files.
import { openDrawer } from '../store/ui.ts';

/** Files that bring a contract along, by the names that the Cairo tools give them; any other is opened as a run. */
const CONTRACT = /\.(?:casm|sierra|abi|contract_class|compiled_contract_class)(?:\.json)?$/;

const takeContracts = async (files: readonly File[]): Promise<void> => {
  const { takeFiles } = await import('../store/contracts.ts');
  openDrawer('contracts');
  await takeFiles(files, [1, 7, 0]);
};

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;

export const startFileDrop = (): void => {
  addEventListener('dragover', (event) => {
    if (hasFiles(event)) event.preventDefault();
  });
  addEventListener('drop', (event) => {
    const file = event.dataTransfer?.files[0];
    if (!hasFiles(event) || file === undefined) return;
    event.preventDefault();
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.some(({ name }) => CONTRACT.test(name))) void takeContracts(files);
    else void import('../share/import.ts').then(({ openFile }) => openFile(file));
  });
};
