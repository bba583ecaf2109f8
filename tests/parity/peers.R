# What R packages say. Started once by conftest.py, because packages take seconds to load. Standard input: on each line two files with a tab between them,
# a list of jobs (JSON: name of a peer, arguments) and where its list of answers goes; once that is written, a line "answered" on standard output.
#
# A peer is a function below. Its arguments are numbers, matrices (NA where there is no mark) or words; its answer a named list of numbers.
# What a peer cannot do is answered by list(error = its message), so that a failure of a peer is a fact one can test for.

suppressMessages(suppressWarnings(library(jsonlite)))

quietly <- function(x) suppressMessages(suppressWarnings(x))

# The rows of psych's ICC table by the names of Shrout and Fleiss.
psych_icc <- function(x, lmer = FALSE) {
  r <- quietly(psych::ICC(x, lmer = lmer))$results
  rows <- lapply(seq_len(nrow(r)), function(i) as.list(setNames(as.numeric(r[i, c("ICC", "F", "df1", "df2", "p", "lower bound", "upper bound")]),
                                                             c("value", "f", "df1", "df2", "p", "low", "high"))))
  setNames(rows, c("ICC(1,1)", "ICC(2,1)", "ICC(3,1)", "ICC(1,k)", "ICC(2,k)", "ICC(3,k)"))
}

# Mean squares with gaps by lm, and Wald's interval by explicit matrices and uniroot.
wald_icc <- function(x) {
  d <- data.frame(unit = factor(row(x)), rater = factor(col(x)), y = as.vector(x))
  d <- droplevels(d[!is.na(d$y), ])
  n <- nlevels(d$unit); k <- nlevels(d$rater); N <- nrow(d)
  units <- anova(lm(y ~ rater + unit, d)); raters <- anova(lm(y ~ unit + rater, d)); one <- anova(lm(y ~ unit, d))
  Z <- model.matrix(~ unit - 1, d); X <- model.matrix(~ rater - 1, d); ones <- matrix(1, N, 1)
  largest <- max(table(d$unit))
  form <- function(ratio, X) {
    W <- solve(diag(N) + ratio * Z %*% t(Z))
    drop(t(d$y) %*% (W - W %*% X %*% solve(t(X) %*% W %*% X, t(X) %*% W)) %*% d$y)
  }
  limits <- function(X, error, df) {
    f <- function(u, target) log((form(exp(u) - 1 / largest, X) - error) / (n - 1) / (error / df)) - log(target)
    at <- function(target) { r <- exp(uniroot(f, c(-12, 12), target = target, tol = 1e-12)$root) - 1 / largest; r / (1 + r) }
    c(at(qf(.975, n - 1, df)), at(1 / qf(.975, df, n - 1)))
  }
  two_way <- limits(X, units["Residuals", 2], units["Residuals", 1]); one_way <- limits(ones, one["Residuals", 2], one["Residuals", 1])
  list(ms_units = units["unit", 3], ms_raters = raters["rater", 3], ms_residual = units["Residuals", 3], ms_between = one["unit", 3], ms_within = one["Residuals", 3],
       f = units["unit", 4], p = units["unit", 5], low = two_way[1], high = two_way[2], f_one_way = one["unit", 4], p_one_way = one["unit", 5],
       low_one_way = one_way[1], high_one_way = one_way[2])
}

# Restricted maximum likelihood: the variances of units, raters and the rest.
lme4_variances <- function(x) {
  d <- data.frame(unit = factor(row(x)), rater = factor(col(x)), y = as.vector(x))
  fit <- quietly(lme4::lmer(y ~ 1 + (1 | unit) + (1 | rater), d[!is.na(d$y), ]))
  v <- as.data.frame(lme4::VarCorr(fit))
  as.list(setNames(v$vcov, v$grp))
}

psych_alpha <- function(x) {
  colnames(x) <- paste0("item", seq_len(ncol(x)))
  a <- quietly(psych::alpha(as.data.frame(x), check.keys = FALSE, warnings = FALSE))
  list(value = a$total$raw_alpha, standardized = a$total$std.alpha, mean_r = a$total$average_r, standard_error = a$total$ase,
       lambda6_standardized = a$total$`G6(smc)`, low = as.numeric(a$feldt$lower.ci), high = as.numeric(a$feldt$upper.ci),
       alpha_if_dropped = a$alpha.drop$raw_alpha, standardized_if_dropped = a$alpha.drop$std.alpha, r_rest = a$item.stats$r.drop)
}

psych_guttman <- function(x) {
  colnames(x) <- paste0("item", seq_len(ncol(x)))
  r <- stats::cor(x)
  g <- quietly(psych::tenberge(r))
  s <- quietly(psych::splitHalf(r, brute = TRUE))
  list(mu0 = g$mu0, mu1 = g$mu1, best_half = s$maxrb, lambda6 = s$lambda6, lambda3 = s$alpha)
}

# The one-factor model by R's own factanal.
factanal_omega <- function(x) {
  f <- stats::factanal(x, 1, control = list(opt = list(factr = 1, maxit = 1e4), nstart = 3))
  l <- as.numeric(f$loadings); u <- as.numeric(f$uniquenesses); s <- apply(x, 2, sd)
  l <- if (sum(l) < 0) -l else l
  list(value = sum(l * s)^2 / (sum(l * s)^2 + sum(u * s^2)), standardized = sum(l)^2 / (sum(l)^2 + sum(u)), chi_square = unname(f$STATISTIC), df = unname(f$dof),
       p = unname(f$PVAL), loadings = l)
}

friedman <- function(x) {
  f <- stats::friedman.test(t(x))
  list(chi_square = unname(f$statistic), df = unname(f$parameter), p = f$p.value)
}

# Two groups: exact laws by coin and exactRankTests, effect sizes by effectsize, the normal form and the median difference by R itself.
two_groups <- function(x, y, rank_tests) {
  quietly(library(effectsize)) # p_superiority of 0.8.3 finds its own functions only when the package is attached
  d <- data.frame(score = c(x, y), group = factor(rep(c("x", "y"), c(length(x), length(y)))))
  exactly <- coin::exact(algorithm = "shift")
  list(wilcoxon = as.numeric(coin::pvalue(coin::wilcox_test(score ~ group, d, distribution = exactly))),
       wilcoxon_greater = as.numeric(coin::pvalue(coin::wilcox_test(score ~ group, d, distribution = exactly, alternative = "greater"))),
       wilcoxon_less = as.numeric(coin::pvalue(coin::wilcox_test(score ~ group, d, distribution = exactly, alternative = "less"))),
       z = as.numeric(coin::statistic(coin::wilcox_test(score ~ group, d), type = "standardized")),
       levels = as.numeric(coin::pvalue(coin::oneway_test(score ~ group, d, distribution = exactly))),
       levels_greater = as.numeric(coin::pvalue(coin::oneway_test(score ~ group, d, distribution = exactly, alternative = "greater"))),
       levels_less = as.numeric(coin::pvalue(coin::oneway_test(score ~ group, d, distribution = exactly, alternative = "less"))),
       rank_tests_greater = if (rank_tests == 1) quietly(exactRankTests::wilcox.exact(x, y, alternative = "greater", exact = TRUE))$p.value,
       p_normal_continuity = quietly(stats::wilcox.test(x, y, exact = FALSE, correct = TRUE))$p.value,
       superiority = quietly(p_superiority(x, y, parametric = FALSE))[[1]],
       cliff_delta = quietly(cliffs_delta(x, y))[[1]],
       shift = stats::median(outer(x, y, "-")))
}

exact_rank_tests_levels <- function(x, y) list(p = quietly(exactRankTests::perm.test(x, y, exact = TRUE))$p.value)

coin_levels <- function(x, y) {
  d <- data.frame(score = c(x, y), group = factor(rep(c("x", "y"), c(length(x), length(y)))))
  list(p = as.numeric(coin::pvalue(coin::oneway_test(score ~ group, d, distribution = coin::exact(algorithm = "shift")))))
}

kruskal <- function(score, group) {
  k <- stats::kruskal.test(score, factor(group))
  list(h = unname(k$statistic), df = unname(k$parameter), p = k$p.value)
}

# Fixed effects alone.
ordinal_clm <- function(score, x, z, link, threshold) {
  d <- data.frame(score = factor(score), x = x, z = z)
  f <- quietly(ordinal::clm(score ~ x + z, data = d, link = link, threshold = threshold, control = ordinal::clm.control(gradTol = 1e-10)))
  list(log_likelihood = f$logLik, beta = unname(f$beta), se = unname(sqrt(diag(vcov(f)))[names(f$beta)]), thresholds = as.numeric(f$Theta[1, ]))
}

# The same with a scale that depends on z.
ordinal_clm_scale <- function(score, x, z) {
  f <- quietly(ordinal::clm(score ~ x + z, scale = ~ z, data = data.frame(score = factor(score), x = x, z = z), control = ordinal::clm.control(gradTol = 1e-10)))
  list(log_likelihood = f$logLik, beta = unname(f$beta), zeta = unname(f$zeta))
}

# Models within one another: without z, with it, and with the group.
ordinal_anova <- function(score, x, z, group) {
  d <- data.frame(score = factor(score), x = x, z = z, group = factor(group))
  tight <- ordinal::clm.control(gradTol = 1e-10)
  small <- quietly(ordinal::clm(score ~ x, data = d, control = tight))
  middle <- quietly(ordinal::clm(score ~ x + z, data = d, control = tight))
  large <- quietly(ordinal::clmm(score ~ x + z + (1 | group), data = d, control = ordinal::clmm.control(gradTol = 1e-10, innerCtrl = "noWarn")))
  a <- anova(small, middle)
  b <- anova(middle, large)
  list(parameters = c(a$no.par, b$no.par[2]), aic = c(a$AIC, b$AIC[2]), ratio = c(a$LR.stat[2], b$LR.stat[2]), p = c(a$`Pr(>Chisq)`[2], b$`Pr(>Chisq)`[2]))
}

# Random effects of one or two groups, crossed or nested. Its inner steps go on until the value has all its digits: at the default of 1e-4, and for soup
# at 1e-6, they stop up to 1e-4 short of it. Its standard errors are differences of that value, and steadiest at the default.
clmm_answer <- function(formula, d, link, threshold = "flexible", nodes = 1, inner = 1e-10, errors = 1e-4) {
  fit <- function(inner, hessian) quietly(ordinal::clmm(formula, d, link = link, threshold = threshold, nAGQ = nodes, Hess = hessian,
                                                        control = ordinal::clmm.control(gradTol = inner, innerCtrl = "noWarn")))
  same <- !is.null(errors) && errors == inner
  f <- fit(inner, same)
  e <- if (same) f else if (!is.null(errors)) fit(errors, TRUE)
  list(log_likelihood = f$logLik, beta = unname(f$beta), thresholds = unname(f$Theta[1, ]), sd = lapply(f$ST, function(x) x[1, 1]),
       se = if (!is.null(e)) unname(sqrt(diag(vcov(e)))[names(e$beta)]))
}

ordinal_clmm <- function(score, x, first, second, link, errors) {
  clmm_answer(score ~ x + (1 | first) + (1 | second), data.frame(score = factor(score), x = x, first = factor(first), second = factor(second)), link,
              inner = 1e-6, errors = if (errors == 1) 1e-6)
}

# ordinal's own data, with what it makes of them.
ordinal_wine <- function(link, threshold, nodes) {
  d <- ordinal::wine
  c(list(data = list(score = as.integer(d$rating), temp = as.integer(d$temp == "warm"), contact = as.integer(d$contact == "yes"), judge = as.integer(d$judge))),
    clmm_answer(rating ~ temp + contact + (1 | judge), d, link, threshold, nodes))
}
ordinal_soup <- function() {
  d <- ordinal::soup
  c(list(data = list(score = as.integer(d$SURENESS), test = as.integer(d$PROD == "Test"), RESP = as.integer(d$RESP))),
    clmm_answer(SURENESS ~ PROD + (1 | RESP), d, "logit", inner = 1e-8, errors = NULL))
}

# Adjacent categories without random effects. Its intercepts are minus the thresholds.
vgam_acat <- function(score, x, z) {
  f <- quietly(VGAM::vglm(score ~ x + z, VGAM::acat(reverse = FALSE, parallel = TRUE), data.frame(score = ordered(score), x = x, z = z),
                          control = VGAM::vglm.control(epsilon = 1e-14, maxit = 200)))
  own <- c("x", "z")
  list(log_likelihood = VGAM::logLik.vlm(f), beta = unname(f@coefficients[own]), thresholds = -unname(f@coefficients[setdiff(names(f@coefficients), own)]),
       se = unname(sqrt(diag(VGAM::vcovvlm(f)))[own]))
}

# Two levels: by Laplace's approximation for any groups, by quadrature for one.
lme4_glmer <- function(up, x, first, second, nodes) {
  d <- data.frame(up = up, x = x, first = factor(first), second = factor(second))
  formula <- if (nodes > 1) up ~ x + (1 | first) else up ~ x + (1 | first) + (1 | second)
  f <- quietly(lme4::glmer(formula, d, stats::binomial, nAGQ = nodes,
                           control = lme4::glmerControl(optimizer = "bobyqa", tolPwrss = 1e-13, optCtrl = list(rhoend = 1e-10, maxfun = 1e5))))
  list(log_likelihood = as.numeric(stats::logLik(f)), intercept = unname(lme4::fixef(f)[1]), beta = unname(lme4::fixef(f)[2]),
       sd = lapply(lme4::VarCorr(f), function(v) attr(v, "stddev")[[1]]))
}

# The Rasch model of two items given everybody's total: how much easier the second is.
erm_two_items <- function(x) {
  f <- quietly(eRm::RM(x, sum0 = TRUE))
  list(change = unname(f$betapar[2] - f$betapar[1]), log_likelihood = f$loglik, standard_error = 2 * unname(f$se.beta[2]))
}

psych_cohen <- function(x, weights) {
  k <- quietly(psych::cohen.kappa(x, w = weights))
  list(unweighted = k$kappa, weighted = k$weighted.kappa, variance = k$var.kappa)
}

# ---- the same people

# Sums of differences under all sign flips.
flips <- function(before, after) {
  p <- function(alternative) quietly(exactRankTests::perm.test(after, before, paired = TRUE, exact = TRUE, alternative = alternative))$p.value
  list(two_sided = p("two.sided"), up = p("greater"), down = p("less"))
}

signed_rank <- function(before, after, zeros) {
  test <- function(...) quietly(coin::wilcoxsign_test(after ~ before, zero.method = zeros, ...))
  exact <- test(distribution = "exact")
  c(list(two_sided = as.numeric(coin::pvalue(exact)), up = as.numeric(coin::pvalue(test(distribution = "exact", alternative = "greater"))),
         down = as.numeric(coin::pvalue(test(distribution = "exact", alternative = "less"))),
         z = as.numeric(coin::statistic(test())), normal = as.numeric(coin::pvalue(test()))),
    if (zeros == "Wilcoxon") list(exact_rank_tests = quietly(exactRankTests::wilcox.exact(after, before, paired = TRUE))$p.value,
                                  rank_biserial = quietly(effectsize::rank_biserial(after, before, paired = TRUE, ci = NULL))$r_rank_biserial) else list())
}

signs <- function(before, after) {
  up <- sum(after > before); down <- sum(after < before)
  two <- stats::binom.test(up, up + down)
  test <- function(alternative) as.numeric(coin::pvalue(quietly(coin::sign_test(after ~ before, distribution = "exact", alternative = alternative))))
  list(two_sided = test("two.sided"), up = test("greater"), down = test("less"), low = two$conf.int[1], high = two$conf.int[2], share = unname(two$estimate))
}

square <- function(before, after, levels) table(factor(before, seq_len(levels)), factor(after, seq_len(levels)))

symmetry <- function(before, after, levels) {
  m <- stats::mcnemar.test(square(before, after, levels), correct = FALSE)
  list(chi_square = unname(m$statistic), df = unname(m$parameter), p = m$p.value)
}

margins <- function(before, after, levels) {
  t <- square(before, after, levels)
  nominal <- quietly(coin::mh_test(as.table(t)))
  scores <- list(seq_len(levels)); names(scores) <- "response"
  ordered <- quietly(coin::mh_test(as.table(t), scores = scores))
  list(chi_square = as.numeric(coin::statistic(nominal)), df = unname(nominal@statistic@df), p = as.numeric(coin::pvalue(nominal)),
       ordered = as.numeric(coin::statistic(ordered)), p_ordered = as.numeric(coin::pvalue(ordered)))
}

# The conditional model of change: whether someone went up, by how far, without an intercept. glm's own standard error is that of its last but one step.
conditional_change <- function(before, after) {
  d <- (after - before)[after != before]
  fit <- stats::glm(d > 0 ~ 0 + abs(d), family = stats::binomial, control = list(epsilon = 1e-14, maxit = 100))
  up <- unname(stats::fitted(fit))
  list(change = unname(stats::coef(fit)), standard_error = 1 / sqrt(sum(d^2 * up * (1 - up))))
}

rounds <- function(x) {
  d <- data.frame(mark = as.vector(t(x)), round = factor(rep(seq_len(ncol(x)), nrow(x))), person = factor(rep(seq_len(nrow(x)), each = ncol(x))))
  friedman <- quietly(coin::friedman_test(mark ~ round | person, data = d))
  d$round <- ordered(d$round)
  page <- quietly(coin::friedman_test(mark ~ round | person, data = d))
  list(chi_square = as.numeric(coin::statistic(friedman)), p = as.numeric(coin::pvalue(friedman)), page_z = as.numeric(coin::statistic(page)), p_page = as.numeric(coin::pvalue(page)))
}

adjusted <- function(p, method) list(p = stats::p.adjust(p, method))

versions <- function() {
  named <- c("coin", "exactRankTests", "psych", "lme4", "effectsize", "ordinal", "VGAM", "eRm")
  c(list(R = paste(R.version$major, R.version$minor, sep = ".")), setNames(lapply(named, function(p) as.character(utils::packageVersion(p))), named))
}

answer <- function(job) tryCatch(do.call(job$peer, job$args), error = function(e) list(error = conditionMessage(e)))

input <- file("stdin", open = "r")
while (length(line <- readLines(input, n = 1)) > 0) {
  files <- strsplit(line, "\t")[[1]]
  jobs <- fromJSON(files[1], simplifyVector = TRUE, simplifyDataFrame = FALSE, simplifyMatrix = TRUE)
  write(toJSON(lapply(jobs, answer), digits = I(17), auto_unbox = TRUE, na = "null", null = "null"), files[2])
  cat("answered\n")
  flush(stdout())
}
