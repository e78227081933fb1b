# Golden numbers for response propensities and for a finite population, made with R's glm and survey.
#
#   Rscript response.R        (in this folder; writes response.json)
#
# response_asked.csv is invented: a row for each of 480 associations that were asked, with size, region, a weight and
# whether it answered.

suppressPackageStartupMessages({
  library(survey)
  library(jsonlite)
})

asked <- read.csv("response_asked.csv", colClasses = c(size = "character", region = "character"), fileEncoding = "UTF-8")

# The R-indicator of a logistic model: its propensities, their variance over those asked (divided by N), and what
# estimating them adds, from the covariance of the coefficients.
indicator <- function(formula, weights) {
  asked$d <- d <- weights
  environment(formula) <- environment()
  fit <- suppressWarnings(glm(formula, binomial, asked, weights = d, control = list(epsilon = 1e-15, maxit = 50)))
  p <- fitted(fit)
  mean <- weighted.mean(p, d)
  variance <- weighted.mean((p - mean)^2, d)
  x <- model.matrix(fit)
  z <- p * (1 - p) * x
  bread <- solve(t(x) %*% (d * p * (1 - p) * x))
  sigma <- bread %*% (t(x) %*% (d^2 * p * (1 - p) * x)) %*% bread
  around <- cov.wt(cbind(p, z), wt = d, method = "ML")$cov
  slope <- 2 * around[-1, 1]
  spread <- around[-1, -1] %*% sigma
  list(
    rate = mean, r = 1 - 2 * sqrt(variance), cv = sqrt(variance) / mean,
    adjusted = 1 - 2 * sqrt(max(variance - sum(diag(spread)), 0)),
    se = sqrt((t(slope) %*% sigma %*% slope + 2 * sum(diag(spread %*% spread))) / variance)[1, 1],
    # For equal weights this is the covariance that glm gives itself.
    glm = if (all(d == 1)) max(abs(sigma / vcov(fit) - 1)) else NULL
  )
}

ones <- rep(1, nrow(asked))
models <- list(
  list(by = list("size", "region"), weights = NULL, found = indicator(answered ~ size + region, ones)),
  list(by = list("size", "region"), weights = "weight", found = indicator(answered ~ size + region, asked$weight)),
  list(by = list("region"), weights = NULL, found = indicator(answered ~ region, ones))
)

# 200 of the 853 associations of a register answered, and half of them said yes.
register <- data.frame(y = rep(c(1, 0), each = 100), N = 853)
half <- function(design) {
  found <- svymean(~y, design)
  list(se = c(SE(found)), normal = c(confint(found)), t = c(confint(found, df = degf(design))), df = degf(design))
}
population <- list(
  with = half(svydesign(ids = ~1, fpc = ~N, data = register)),
  without = half(svydesign(ids = ~1, weights = ~1, data = register))
)

made <- list(
  call = "Rscript response.R",
  R = R.version.string, survey = as.character(packageVersion("survey")), date = format(Sys.Date()),
  models = models, population = population
)
writeLines(toJSON(made, auto_unbox = TRUE, digits = NA, na = "null", null = "null"), "response.json")
