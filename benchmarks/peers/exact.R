# Answers one line at a time: "PEER x1 .. x5 y1 .. y5", people per level in two groups. Out: CPU milliseconds of one call and the two-sided p, or NA and what was said.
suppressMessages(library(coin))
have_exact_rank_tests <- suppressWarnings(suppressMessages(require(exactRankTests)))

peers <- list(
  coin_levels = function(scores, group) pvalue(oneway_test(scores ~ group, distribution = exact(algorithm = "shift"))),
  coin_ranks = function(scores, group) pvalue(wilcox_test(scores ~ group, distribution = exact(algorithm = "shift"))),
  coin_drawn = function(scores, group) as.numeric(pvalue(oneway_test(scores ~ group, distribution = approximate(nresample = 100000)))),
  exactRankTests_levels = function(scores, group) perm.test(scores[group == "x"], scores[group == "y"], exact = TRUE)$p.value,
  exactRankTests_ranks = function(scores, group) wilcox.exact(scores[group == "x"], scores[group == "y"], exact = TRUE)$p.value
)

input <- file("stdin", "r")
cat("coin", as.character(packageVersion("coin")), "exactRankTests", if (have_exact_rank_tests) as.character(packageVersion("exactRankTests")) else "none", "\n")
flush(stdout())
while (length(line <- readLines(input, n = 1)) == 1) {
  words <- strsplit(line, " ")[[1]]
  people <- as.integer(words[-1])
  scores <- c(rep(1:5, people[1:5]), rep(1:5, people[6:10]))
  group <- factor(c(rep("x", sum(people[1:5])), rep("y", sum(people[6:10]))))
  peer <- peers[[words[1]]]
  p <- tryCatch(suppressWarnings(peer(scores, group)), error = function(e) conditionMessage(e))
  if (is.character(p)) {
    cat("NA", gsub("\n", " ", p), "\n")
  } else {
    calls <- 1
    repeat {
      used <- system.time(for (i in seq_len(calls)) peer(scores, group))
      ms <- 1000 * (used[["user.self"]] + used[["sys.self"]])
      if (ms >= 50) break
      calls <- calls * 2
    }
    cat(sprintf("%.6f %.17g\n", ms / calls, p))
  }
  flush(stdout())
}
