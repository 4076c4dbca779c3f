-- CreateIndex
CREATE INDEX "delivery_seq_idx" ON "delivery"("seq");
