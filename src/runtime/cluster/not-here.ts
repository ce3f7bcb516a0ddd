/** A task that this machine cannot do and another may: its store is not mounted here, its engine does not run here. */
export class NotHere extends Error {
  override readonly name = 'NotHere';
}
