# R's ordinal on the marks of benchmarks/models.cpp: prints one JSON object a file. Started by models.py.
#
#     Rscript models.R models_1000.csv [models_10000.csv ..]

suppressMessages(library(ordinal))
for (path in commandArgs(TRUE)) {
  d <- read.csv(path)
  d <- data.frame(score = factor(d$score, levels = 1:5), round = d$round, sector = factor(d$sector), rater = factor(d$rater), cell = factor(d$cell))
  start <- proc.time()
  fit <- clmm(score ~ round + sector + (1 | rater) + (1 | cell), d, Hess = FALSE)
  used <- proc.time() - start
  sd <- vapply(fit$ST, function(s) s[1, 1], 0)
  cat(sprintf('{"rows": %d, "seconds": %.3f, "log_likelihood": %.6f, "rater_sd": %.5f, "cell_sd": %.5f, "version": "%s"}\n',
              nrow(d), used[["user.self"]] + used[["sys.self"]], fit$logLik, sd[["rater"]], sd[["cell"]], packageVersion("ordinal")))
}
