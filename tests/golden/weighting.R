# Golden numbers for fitted weights: postStratify, rake, calibrate and trimWeights of R's survey package.
#
# Run in this folder: Rscript weighting.R
# It makes weighting.csv (synthetic answers, always the same) and weighting.json (the numbers, with the calls that
# made them). Needs R 4 with survey 4.1 or later, MASS and jsonlite.

suppressMessages(library(survey))
options(survey.lonely.psu = "fail", digits = 15)
RNGversion("3.6.0")
set.seed(20200323)

n <- 180
stratum <- rep(c("a", "b", "c"), each = 60)
psu <- sprintf("%s%02d", stratum, rep(rep(1:6, times = c(14, 12, 10, 9, 8, 7)), 3))
region <- sample(c("01", "06", "13", "19"), n, TRUE, c(4, 3, 2, 2))
kind <- sample(c("p", "v", "m"), n, TRUE, c(5, 3, 2))
size <- ifelse(runif(n) < ifelse(kind == "p", 0.7, 0.4), "s", "l")
members <- round(rlnorm(n, ifelse(size == "s", 3.5, 5.5), 0.6))
score <- round(40 + 4 * (kind == "p") - 6 * (region == "13") + 0.02 * members + rnorm(n, sd = 6), 1)
agree <- ifelse(runif(n) < 0.35 + 0.2 * (kind == "v"), "k", "e")
weight <- round(c(a = 12, b = 20, c = 9)[stratum] * runif(n, 0.6, 1.7), 3)
clusters <- c(a = 15, b = 40, c = 22)[stratum]
data <- data.frame(stratum, psu, clusters, weight, region, kind, size, members, score, agree)

plain <- svydesign(ids = ~psu, strata = ~stratum, fpc = ~clusters, weights = ~weight, data = data)
made <- as.svrepdesign(plain, type = "JKn", compress = FALSE)
replicates <- round(matrix(weights(made, "analysis"), nrow = n), 6)
colnames(replicates) <- sprintf("r%02d", seq_len(ncol(replicates)))
write.csv(cbind(data, replicates), "weighting.csv", row.names = FALSE, quote = FALSE)
repeated <- svrepdesign(data = data, repweights = replicates, weights = ~weight, type = "other", scale = 1,
                        rscales = made$rscales, combined.weights = TRUE, mse = FALSE)

of_region <- c("01" = 1100, "06" = 700, "13" = 520, "19" = 480)
of_kind <- c(p = 1500, v = 800, m = 500)
of_size <- c(s = 1750, l = 1050)
of_both <- data.frame(kind = rep(c("p", "v", "m"), each = 2), size = rep(c("s", "l"), 3),
                      Freq = c(1100, 400, 400, 400, 250, 250))
of_members <- 430000
freq <- function(name, of) setNames(data.frame(names(of), as.vector(of)), c(name, "Freq"))
tight <- list(maxit = 5000, epsilon = 1e-11)
# Totals in the order of the columns of ~ region + kind + members.
columns <- c(2800, of_region[-1], of_kind[c("p", "v")], of_members)
few <- c(2800, of_region[-1], of_kind[c("p", "v")])
names(few) <- c("(Intercept)", "region06", "region13", "region19", "kindp", "kindv")
names(columns) <- c(names(few), "members")

raked <- function(d) rake(d, list(~region, ~kind, ~size), list(freq("region", of_region), freq("kind", of_kind),
                                                               freq("size", of_size)), control = tight)
cal <- function(d, formula, totals, ...) calibrate(d, formula, totals, epsilon = 1e-13, maxit = 500, compress = FALSE, ...)
calls <- list(
  poststratify_one = function(d) postStratify(d, ~region, freq("region", of_region)),
  poststratify_two = function(d) postStratify(d, ~kind + size, of_both),
  rake = raked,
  linear = function(d) calibrate(d, ~region + kind + members, columns, compress = FALSE),
  linear_bounded = function(d) cal(d, ~region + kind + members, columns, bounds = c(0.6, 2)),
  raking = function(d) cal(d, ~region + kind + members, columns, calfun = "raking"),
  raking_bounded = function(d) cal(d, ~region + kind + members, columns, calfun = "raking", bounds = c(0.6, 2)),
  logit = function(d) cal(d, ~region + kind + members, columns, calfun = "logit", bounds = c(0.4, 2.5)),
  categories = function(d) calibrate(d, ~region + kind, few, compress = FALSE),
  numbers = function(d) calibrate(d, ~members, c("(Intercept)" = 2800, members = of_members), compress = FALSE),
  ratio = function(d) calibrate(d, ~members - 1, c(members = of_members), variance = 1, compress = FALSE),
  groups = function(d) calibrate(d, ~kind + kind:members - 1, c(kindm = 500, kindp = 1500, kindv = 800,
    "kindm:members" = 90000, "kindp:members" = 190000, "kindv:members" = 150000), compress = FALSE),
  trim = function(d) trimWeights(raked(d), upper = 26, strict = TRUE),
  trim_both = function(d) trimWeights(raked(d), upper = 26, lower = 8, strict = TRUE),
  trim_once = function(d) trimWeights(raked(d), upper = 26),
  rake_then_linear = function(d) calibrate(raked(d), ~members, c("(Intercept)" = 2800, members = of_members)),
  poststratify_then_rake = function(d) raked(postStratify(d, ~kind + size, of_both))
)
of_replicates <- setdiff(names(calls), c("trim", "trim_both", "trim_once", "ratio", "rake_then_linear"))

figures <- function(d) {
  one <- function(x) list(estimate = as.vector(coef(x)), se = as.vector(SE(x)))
  inside <- subset(d, kind == "p")
  list(weights = as.vector(weights(d, "sampling")), mean = one(svymean(~score, d)), total = one(svytotal(~score, d)),
       share = one(svymean(~I(agree == "k"), d))$se[2], ratio = one(svyratio(~score, ~members, d)),
       domain = one(svymean(~score, inside)), covariance = vcov(svytotal(~score + members, d))[1, 2], df = degf(d))
}
call_of <- function(name) paste(trimws(deparse(body(calls[[name]]), width.cutoff = 200)), collapse = " ")
case <- function(name, design, of) c(list(name = name, design = of, call = call_of(name)), figures(calls[[name]](design)))
cases <- c(lapply(names(calls), case, plain, "stages"), lapply(of_replicates, case, repeated, "replicates"))

writeLines(jsonlite::toJSON(list(
  made_by = "Rscript weighting.R", r = R.version.string, survey = as.character(packageVersion("survey")),
  date = "2026-11-22",
  design = "svydesign(ids = ~psu, strata = ~stratum, fpc = ~clusters, weights = ~weight, data = data)",
  replicates = "svrepdesign(repweights = r01..r18, weights = ~weight, type = \"other\", scale = 1, rscales = rscales)",
  rscales = made$rscales, control = "rake: maxit = 5000, epsilon = 1e-11; calibrate: epsilon = 1e-13, maxit = 500",
  cases = cases), auto_unbox = TRUE, digits = I(16), pretty = FALSE), "weighting.json")
