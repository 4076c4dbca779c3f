import { boardTasks } from '../channel/tasks.ts'
import { editorialTasks, type TaskSource } from '../disclosure/tasks.ts'
import { publicationTasks } from '../publication/tasks.ts'

/** Where tasks come from. A module tells its own in its `tasks.ts`; it is listed here, and never knows of the desk. */
export const SOURCES: readonly TaskSource[] = [
  ...editorialTasks,
  ...publicationTasks,
  ...boardTasks,
]
