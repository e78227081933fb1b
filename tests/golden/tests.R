# Golden numbers for the significance tests of verkosto.aggregate, made with R's survey.
#
#   Rscript tests.R        (in this folder; writes tests.json)
#
# tests.csv is invented: 236 persons in 23 PSUs of three strata, N PSUs in each stratum's population; w is the weight and
# r01 to r23 are jackknife weights (JKn), one for each PSU. `answer`, `before` and `after` have k, e and eos (cannot say).
# Blank means not answered. Rows without an answer are left out by subset(), so that they count neither in N nor in
# degrees of freedom; svychisq itself would count them in both.

suppressPackageStartupMessages({
  library(survey)
  library(jsonlite)
})

d <- read.csv("tests.csv", na.strings = "", fileEncoding = "UTF-8")
cases <- list()

per_stratum <- tapply(d$psu, d$stratum, function(u) length(unique(u)))
units <- sort(unique(d$psu))
of_unit <- d$stratum[match(units, d$psu)]
kept <- as.numeric(1 - 1 / per_stratum[of_unit])

designs <- list(
  none = svydesign(ids = ~1, weights = ~1, data = d),
  weights = svydesign(ids = ~1, weights = ~w, data = d),
  full = svydesign(ids = ~psu, strata = ~stratum, weights = ~w, fpc = ~N, data = d),
  replicates = svrepdesign(weights = ~w, repweights = "r[0-9]+", type = "JKn", scale = 1, rscales = kept, data = d,
                           combined.weights = TRUE, mse = FALSE)
)

add <- function(test, design, arguments, found) {
  cases[[length(cases) + 1]] <<- list(test = test, design = design, arguments = arguments, found = found)
}

# Cramer's V by its definition, from the estimated shares of the cells.
cramer <- function(formula, design) {
  p <- svytable(formula, design)
  p <- p / sum(p)
  e <- outer(rowSums(p), colSums(p))
  sqrt(sum((p - e)^2 / e) / (min(dim(p)) - 1))
}

# A function of means, with its standard error: by its gradient, or of its replicates where there are any.
of_means <- function(formula, design, expression) {
  means <- if (inherits(design, "svyrep.design")) svymean(formula, design, return.replicates = TRUE) else
    svymean(formula, design)
  found <- svycontrast(means, expression)
  list(estimate = unname(c(coef(found))), se = unname(c(SE(found))))
}

number <- function(x) unname(as.numeric(x))

for (name in names(designs)) {
  whole <- designs[[name]]

  for (pair in list(c("answer", "sex"), c("answer", "group"), c("sex", "stratum"))) for (domain in c(FALSE, TRUE)) {
    part <- if (domain) subset(whole, !is.na(wave) & wave > 2019) else whole
    part <- eval(bquote(subset(part, !is.na(.(as.name(pair[1]))) & !is.na(.(as.name(pair[2]))))))
    if (domain && pair[2] == "stratum") next
    formula <- as.formula(paste0("~", pair[1], "+", pair[2]))
    where <- if (domain) list(wave = c("2020", "2023", "2024")) else NULL
    statistics <- c("F", "Chisq", "Wald", "adjWald", "saddlepoint")
    # Without a design this pair has 452 degrees of freedom, and rounding makes R take 451 of them in the saddlepoint.
    if (name == "none" && pair[2] == "stratum") statistics <- setdiff(statistics, "saddlepoint")
    for (statistic in statistics) {
      test <- svychisq(formula, part, statistic = statistic)
      add("chi_square", name, list(variable = pair[1], by = pair[2], statistic = statistic, where = where),
          list(statistic = number(test$statistic), parameter = number(test$parameter), p = number(test$p.value),
               v = cramer(formula, part)))
    }
  }

  two <- subset(whole, !is.na(sex) & !is.na(income))
  found <- svyttest(income ~ sex, two)
  add("t_test", name, list(variable = "income", by = "sex"),
      list(estimate = number(found$estimate), statistic = number(found$statistic), df = number(found$parameter),
           p = number(found$p.value), interval = number(found$conf.int)))

  # Cohen's d: the difference over the root of the variance within the groups (n - 2 in its denominator).
  n <- nrow(two$variables)
  two <- update(two, f = as.numeric(sex == "f"), m = as.numeric(sex == "m"), y = income - 30)
  two <- update(two, fy = f * y, my = m * y, yy = y^2)
  d_of <- bquote((my / m - fy / f) / sqrt((yy - fy^2 / f - my^2 / m) * .(n) / .(n - 2)))
  add("cohens_d", name, list(variable = "income", by = "sex"), of_means(~f + m + fy + my + yy, two, d_of))

  one <- subset(whole, !is.na(income))
  one <- update(one, y = income - 29, yy = (income - 29)^2)
  found <- svyttest(y ~ 0, one)
  add("t_test", name, list(variable = "income", against = 29),
      list(estimate = number(found$estimate), statistic = number(found$statistic), df = number(found$parameter),
           p = number(found$p.value), interval = number(found$conf.int)))
  n <- nrow(one$variables)
  add("cohens_d", name, list(variable = "income", against = 29),
      of_means(~y + yy, one, bquote(y / sqrt((yy - y^2) * .(n) / .(n - 1)))))

  for (group in c("sex", "group")) for (test in c("wilcoxon", "vanderWaerden", "median")) {
    # The test for more groups takes no replicate weights in this version.
    if (name == "replicates" && group == "group") next
    part <- eval(bquote(subset(whole, !is.na(score) & !is.na(.(as.name(group))))))
    found <- svyranktest(as.formula(paste0("score ~ ", group)), part, test = test)
    arguments <- list(variable = "score", by = group, test = test)
    if (group == "sex") {
      add("rank_test", name, arguments,
          list(estimate = number(found$estimate), statistic = number(found$statistic), df = number(found$parameter),
               p = number(found$p.value)))
    } else {
      # This version swaps `statistic` and `parameter` here.
      add("rank_test", name, arguments,
          list(statistic = number(found$parameter) / number(found$statistic), df = number(found$statistic),
               ddf = number(found$ddf), p = number(found$p.value)))
    }
  }

  # Pairs of columns: a share in each is the mean of an indicator, so the difference is svyttest's.
  part <- subset(whole, !is.na(answer) & !is.na(group))
  for (value in c("k", "e", "eos")) {
    pairs <- combn(c("a", "b", "c", "d"), 2, simplify = FALSE)
    found <- lapply(pairs, function(pair) {
      test <- svyttest(as.formula(sprintf("I(as.numeric(answer == '%s')) ~ group", value)),
                       subset(part, group %in% pair))
      list(first = pair[1], second = pair[2], difference = -number(test$estimate), statistic = -number(test$statistic),
           df = number(test$parameter), p = number(test$p.value), interval = -rev(number(test$conf.int)))
    })
    p <- sapply(found, function(test) test$p)
    add("column_tests", name, list(variable = "answer", by = "group", value = value),
        list(pairs = found, holm = p.adjust(p, "holm"), bonferroni = p.adjust(p, "bonferroni")))
  }

  both <- subset(whole, !is.na(before) & !is.na(after))
  both <- update(both, k = (before == "k") - (after == "k"), e = (before == "e") - (after == "e"),
                 only_before = as.numeric(before == "k" & after != "k"),
                 only_after = as.numeric(before != "k" & after == "k"))
  margin <- svymean(~k + e, both)
  nu <- degf(both)
  wald <- number(t(coef(margin)) %*% solve(vcov(margin), coef(margin)))
  adjusted <- wald * (nu - 1) / (2 * nu)
  add("marginal_homogeneity", name, list("before", "after"),
      list(wald = wald / 2, p_wald = pf(wald / 2, 2, nu, lower.tail = FALSE), statistic = adjusted, df = 2, ddf = nu - 1,
           p = pf(adjusted, 2, nu - 1, lower.tail = FALSE), estimate = number(coef(margin)), se = number(SE(margin))))
  found <- svymean(~k, both)
  t <- number(coef(found) / SE(found))
  add("mcnemar", name, list("before", "after", value = "k"),
      list(estimate = number(coef(found)), se = number(SE(found)), statistic = t, df = nu,
           p = 2 * pt(-abs(t), nu),
           log_odds_ratio = of_means(~only_before + only_after, both, quote(log(only_before / only_after)))))

  # Trend: generalised least squares on the estimates of the waves with their covariance.
  for (variable in c("answer", "score")) {
    if (variable == "answer") {
      part <- subset(whole, !is.na(answer))
      part <- update(part, y = as.numeric(answer == "k"))
    } else {
      part <- subset(whole, !is.na(score))
      part <- update(part, y = score)
    }
    waves <- svyby(~y, ~wave, part, svymean, covmat = TRUE)
    V <- vcov(waves)
    X <- cbind(1, waves$wave - 2020)
    y <- coef(waves)
    bread <- solve(t(X) %*% solve(V, X))
    beta <- bread %*% t(X) %*% solve(V, y)
    rest <- y - X %*% beta
    nu <- degf(part)
    lack <- number(t(rest) %*% solve(V, rest)) / 2
    add("trend", name, list(variable = variable, by = "wave", value = if (variable == "answer") "k" else NULL),
        list(estimate = beta[2], se = sqrt(bread[2, 2]), df = nu, p = 2 * pt(-abs(beta[2]) / sqrt(bread[2, 2]), nu),
             lack = lack, lack_p = pf(lack, 2, nu, lower.tail = FALSE)))
  }
}

made <- list(
  call = "Rscript tests.R",
  R = R.version.string, survey = as.character(packageVersion("survey")), date = format(Sys.Date()),
  kept = kept, cases = cases
)
writeLines(toJSON(made, auto_unbox = TRUE, digits = NA, na = "null", null = "null"), "tests.json")
