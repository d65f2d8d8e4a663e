import { auditCommand } from './audit.ts';
import { backupCommand } from './backup.ts';
import { closureCommand } from './closure.ts';
import { codeCommand } from './code.ts';
import { deliveriesCommand } from './deliveries/index.ts';
import { demo } from './demo.ts';
import { departCommand } from './depart.ts';
import { doctor } from './doctor.ts';
import type { Command } from './help.ts';
import { importCommand } from './import.ts';
import { keysCommand } from './keys.ts';
import { leaveCommand } from './leave.ts';
import { manifestCommand } from './manifest.ts';
import { migrateCommand } from './migrate.ts';
import { receive } from './receive.ts';
import { recordsCommand } from './records/index.ts';
import { restoreCommand } from './restore.ts';
import { scheduleCommand } from './schedule.ts';
import { startCommand } from './start.ts';

export const commands: readonly Command[] = [
  startCommand,
  importCommand,
  leaveCommand,
  departCommand,
  closureCommand,
  scheduleCommand,
  deliveriesCommand,
  auditCommand,
  recordsCommand,
  codeCommand,
  keysCommand,
  manifestCommand,
  migrateCommand,
  backupCommand,
  restoreCommand,
  doctor,
  receive,
  demo,
];
