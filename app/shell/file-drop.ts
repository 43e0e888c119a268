// A file dropped anywhere on the page is opened; what reads it comes when one is dropped. Other drags (faults from the palette) carry no files.

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;

export const startFileDrop = (): void => {
  addEventListener('dragover', (event) => {
    if (hasFiles(event)) event.preventDefault();
  });
  addEventListener('drop', (event) => {
    const file = event.dataTransfer?.files[0];
    if (!hasFiles(event) || file === undefined) return;
    event.preventDefault();
    void import('../share/import.ts').then(({ openFile }) => openFile(file));
  });
};
