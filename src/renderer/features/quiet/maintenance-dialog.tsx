import { Dialog } from '../shell/dialog.tsx';
import { useText } from '../shell/use-text.ts';
import { MaintenanceForm } from './maintenance-form.tsx';

/** Starts a maintenance from anywhere: with the service one came from chosen, it is one click more. */
export function MaintenanceDialog({
  services,
  onClose,
}: {
  readonly services: readonly string[];
  readonly onClose: () => void;
}) {
  const { t } = useText();
  return (
    <Dialog title={t('maint.start')} onClose={onClose} wide>
      <MaintenanceForm services={services} onDone={onClose} />
    </Dialog>
  );
}
