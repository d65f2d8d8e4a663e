-- AlterTable
ALTER TABLE "school" ADD COLUMN     "cluster" TEXT;

-- AlterTable
ALTER TABLE "leave" ADD COLUMN     "cover_id" UUID;

-- AlterTable
ALTER TABLE "send_time" ADD COLUMN     "before_visit" BOOLEAN NOT NULL DEFAULT false;
